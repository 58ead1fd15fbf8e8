"""Why something has not started or is absent: codes for the data, words for the reader."""

from dataclasses import dataclass
from pathlib import Path

from lib.domain.errors import ReportError
from lib.domain.reading import mapping, read_yaml


@dataclass(frozen=True)
class Reasons:
    """Wordings by code; each reads after "do".

    Example:
        >>> reasons = Reasons.load("data/reference")
        >>> f"do {reasons.wording('no_provincial_budget')}", "không rõ" in reasons
        ('do tỉnh chưa phân bổ kinh phí', False)
    """

    wordings: dict[str, str]

    @classmethod
    def load(cls, directory: str | Path) -> "Reasons":
        """The reasons of `reasons.yaml` in a reference folder; ReportError if it is missing or malformed."""
        file = Path(directory, "reasons.yaml")
        wordings = mapping(read_yaml(file), file)
        for code, wording in wordings.items():
            if not isinstance(wording, str):
                raise ReportError(f'lời của "{code}" phải là chữ', file=file)
        return cls(wordings)

    def __contains__(self, code: object) -> bool:
        return code in self.wordings

    def wording(self, code: str) -> str:
        """The words of a code; ReportError, listing the codes, if it is unknown."""
        if code not in self.wordings:
            raise ReportError(f'không có lý do "{code}"', remedy=f"dùng một trong: {', '.join(self.wordings)}")
        return self.wordings[code]
