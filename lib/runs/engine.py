"""The papermill engine `fresh`: each notebook in a fresh child of a preloaded process, recorded as a kernel's would be.

    papermill.execute_notebook(…, engine_name="fresh")          papermill --engine fresh in.ipynb out.ipynb

Papermill and nbclient do all they do with a kernel (parameters, metadata, outputs, errors, time-outs); only the way to
the kernel is another. Where no process can be forked (Windows), or the notebook names another kernel, the stock engine
runs it.
"""

from typing import Any


class FreshEngine:
    """What papermill finds under the name `fresh`. Papermill loads it while being imported itself, so that whatever
    imports papermill is imported here at the first notebook only."""

    @classmethod
    def execute_notebook(cls, nb: Any, kernel_name: str, **options: Any) -> Any:
        """Executes a notebook; beside papermill's own options takes `memory`, in bytes."""
        from lib.runs.client import ChildEngine

        return ChildEngine.execute_notebook(nb, kernel_name, **options)

    @classmethod
    def nb_kernel_name(cls, nb: Any, name: str | None = None) -> str:
        """The kernel a notebook names, unless another is asked for."""
        from papermill.engines import Engine

        return str(Engine.nb_kernel_name(nb, name))

    @classmethod
    def nb_language(cls, nb: Any, language: str | None = None) -> str:
        """The language a notebook names, unless another is asked for."""
        from papermill.engines import Engine

        return str(Engine.nb_language(nb, language))
