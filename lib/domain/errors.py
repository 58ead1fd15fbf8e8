"""The one error people may ever see: one Vietnamese line with the place, the reason and the remedy."""

from pathlib import PurePath


class ReportError(Exception):
    """Something is wrong with what was given (a file, a cell, a parameter), said in one Vietnamese line.

    Args:
        reason: what is wrong, in Vietnamese, without the place.
        file: the file's name or path; of an absolute path only the last part is shown, so that the same
            fault reads the same on every machine.
        sheet, cell: where in the file ("Tín dụng", "D14").
        remedy: what the person should do about it.

    Example:
        >>> print(ReportError('"1.7.79" không phải là số', file="Bieu 1.xlsx", sheet="Tín dụng", cell="D14",
        ...                   remedy="gõ lại số, ví dụ 1.779"))
        Bieu 1.xlsx › Tín dụng › D14: "1.7.79" không phải là số. Cách sửa: gõ lại số, ví dụ 1.779
        >>> print(ReportError('"1.7.79" không phải là số', file="Bieu 1.xlsx"))
        Bieu 1.xlsx: "1.7.79" không phải là số
    """

    def __init__(
        self,
        reason: str,
        *,
        file: str | PurePath | None = None,
        sheet: str | None = None,
        cell: str | None = None,
        remedy: str | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.file = None if file is None else _shown(file)
        self.sheet = sheet
        self.cell = cell
        self.remedy = remedy

    @property
    def place(self) -> str:
        """Where it is: "file › sheet › cell", with the parts that are known; "" when none is."""
        return " › ".join(_one_line(part) for part in (self.file, self.sheet, self.cell) if part)

    def __str__(self) -> str:
        head = f"{self.place}: " if self.place else ""
        reason = _one_line(self.reason)
        if not self.remedy:
            return head + reason
        stop = "" if reason.endswith((".", "!", "?", "…")) else "."
        return f"{head}{reason}{stop} Cách sửa: {_one_line(self.remedy)}"


def _shown(file: str | PurePath) -> str:
    path = PurePath(file)
    return path.name if path.is_absolute() else str(file)


def _one_line(text: str) -> str:
    return " ".join(text.split())
