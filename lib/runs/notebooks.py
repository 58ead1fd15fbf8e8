"""Every notebook of one unit and period, each run only when something it rests on has changed."""

import json
from collections.abc import Mapping
from pathlib import Path

from lib.intake.folders import NOTEBOOKS, REPORT
from lib.runs.cache import Components, NotebookCache, digest, why
from lib.runs.execute import Executed, Job, execute_all
from lib.runs.plan import Plan


def execute_period(plan: Plan, rests_on: Mapping[str, Components], folder: Path) -> list[Executed]:
    """Every notebook of the period into `folder`: cleaning and the sections, then the assembly. Those whose
    dependencies have not changed since they were last executed are taken from what is kept."""
    sections = {name: entry for name, entry in rests_on.items() if name != REPORT}
    with plan.progress.over(len(rests_on)):
        stages = _Stages(plan, folder)
        executed = stages.run(sections)
        said = {f"section:{entry.name}": content_digest(entry.output) for entry in executed}
        executed += stages.run({REPORT: {**rests_on[REPORT], **said}}, build=str(folder))
    stages.cache.remember(stages.rests_on)
    return executed


class _Stages:
    """Notebooks run in batches, kept ones first; remembers what each rests on."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        self.plan, self.folder = plan, folder
        self.cache = NotebookCache(plan.processed / "cache")
        self.before = {} if plan.force else self.cache.last()
        self.rests_on: dict[str, Components] = {}

    def run(self, batch: dict[str, Components], **extra: str) -> list[Executed]:
        """One batch, in its order; `extra` are parameters beside the usual ones."""
        self.rests_on |= batch
        kept = {name: Executed(name, self.folder / name, 0.0) for name in batch if self._fetched(name)}
        for executed in kept.values():
            self.plan.progress.notebook(executed.name, 0.0, kept=True)
        waiting = [name for name in batch if name not in kept]
        for name in waiting:
            self.plan.told(f"{name}: {why(batch[name], self.before.get(name))}")
        given = {**self.plan.parameters, **extra}
        jobs = [Job(NOTEBOOKS / name, self.folder / name, given) for name in waiting]
        ran = execute_all(jobs, self.plan.workers, self._done, self.plan.engine)
        fresh = {executed.name: executed for executed in ran}
        for executed in fresh.values():
            self.cache.store(batch[executed.name], executed.output)
        return [kept.get(name) or fresh[name] for name in batch]

    def _fetched(self, name: str) -> bool:
        return not self.plan.force and self.cache.fetch(self.rests_on[name], self.folder / name)

    def _done(self, executed: Executed) -> None:
        self.plan.progress.notebook(executed.name, executed.seconds, kept=False)


def content_digest(executed: Path) -> str:
    """What an executed notebook says: its cells and outputs, without the times at which they ran."""
    cells = json.loads(executed.read_text(encoding="utf-8"))["cells"]
    said = [(cell["source"], cell.get("outputs", [])) for cell in cells if "injected" not in str(cell["metadata"])]
    return digest(json.dumps(said, sort_keys=True))
