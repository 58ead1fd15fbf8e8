"""Executing a notebook in a fresh child, recorded as nbclient records what a kernel says."""

from time import monotonic
from typing import Any

from jupyter_client.kernelspec import NATIVE_KERNEL_NAME
from jupyter_client.session import Session
from nbclient.client import timestamp
from nbclient.exceptions import CellExecutionComplete, CellExecutionError
from nbformat import NotebookNode
from nbformat.v4 import new_output
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, NotebookExecutionManager
from papermill.iorw import write_ipynb
from papermill.log import logger

from lib.runs.children import SUPPORTED, Child, Ended, Exit, preloaded
from lib.runs.wire import KEY


class ChildEngine(NBClientEngine):
    """Executes notebooks in fresh children; saves once, at the end or where it stopped."""

    @classmethod
    def execute_notebook(
        cls, nb: NotebookNode, kernel_name: str, output_path: str | None = None, **options: Any
    ) -> NotebookNode:
        """As every papermill engine; the notebook is written by papermill when this returns, or here when stopped."""
        if not SUPPORTED or kernel_name != NATIVE_KERNEL_NAME:
            return super().execute_notebook(nb, kernel_name, output_path, **options)
        try:
            return super().execute_notebook(nb, kernel_name, None, **options)
        except BaseException:
            if output_path:
                write_ipynb(nb, output_path)
            raise

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        *,
        execution_timeout: int | None = None,
        memory: int | None = None,
        **options: Any,
    ) -> NotebookNode:
        """Runs the cells. `execution_timeout` is seconds for one cell, `memory` bytes for the notebook; both unbounded
        if not given."""
        if not SUPPORTED or kernel_name != NATIVE_KERNEL_NAME:
            return super().execute_managed_notebook(nb_man, kernel_name, execution_timeout=execution_timeout, **options)
        known = {name: value for name, value in options.items() if name in FreshClient.class_trait_names()}
        child = preloaded().child("lib.runs.kernel:work", memory=memory)
        client = FreshClient(nb_man, kc=Conversation(child), timeout=execution_timeout, log=logger, **known)
        try:
            return client.execute()
        except BaseException:
            child.kill()
            raise
        finally:
            child.leave()


class Conversation:
    """What nbclient takes for its client of a kernel: requests go to a child, its messages come back."""

    def __init__(self, child: Child) -> None:
        self.child = child
        self.session = Session(key=KEY)
        self.shell_channel = self

    def execute(self, code: str, store_history: bool = True, stop_on_error: bool = True) -> str:
        """Asks for a cell to be run; the id of the request."""
        content = {"code": code, "silent": False, "store_history": store_history, "user_expressions": {}}
        return self.ask("execute_request", {**content, "allow_stdin": False, "stop_on_error": stop_on_error})

    def ask(self, kind: str, content: dict[str, Any]) -> str:
        """Sends a request of one kind; its id."""
        message = self.session.msg(kind, content)
        self.send(message)
        return str(message["header"]["msg_id"])

    def send(self, message: dict[str, Any]) -> None:
        self.child.send(self.session.serialize(message))

    def receive(self, timeout: float | None = None) -> tuple[str, dict[str, Any]]:
        """The next message and the channel it came on."""
        channel, *parts = self.child.receive(timeout)
        _, message = self.session.feed_identities(parts)
        return channel.decode(), self.session.deserialize(message)


class FreshClient(PapermillNotebookClient):
    """nbclient over a conversation with a child. A child that dies or takes too long leaves an error in its cell."""

    def __init__(self, nb_man: NotebookExecutionManager, kc: Conversation, **options: Any) -> None:
        super().__init__(nb_man, **options)
        self.kc = kc
        self._heard = {"stdout": 0, "stderr": 0}

    def execute(self, **options: Any) -> NotebookNode:
        """Runs every cell up to the first that fails, then takes down what the kernel says of itself."""
        self.reset_execution_trackers()
        self.papermill_execute_cells()
        if self.kc.child.exit is None:
            self.nb.metadata["language_info"] = self._kernel_info()["language_info"]
        self.set_widgets_metadata()
        return self.nb

    def _kernel_info(self) -> dict[str, Any]:
        asked = self.kc.ask("kernel_info_request", {})
        while True:
            channel, message = self.kc.receive(self.startup_timeout)
            if channel == "shell" and message["parent_header"].get("msg_id") == asked:
                return dict(message["content"])

    def execute_cell(self, cell: NotebookNode, cell_index: int, **options: Any) -> NotebookNode:
        """Runs one cell as nbclient does, but without its event loop: all there is to wait for is the child."""
        tags = cell.metadata.get("tags", [])
        if cell.cell_type != "code" or not cell.source.strip() or self.skip_cells_with_tag in tags:
            return cell
        may_fail = not self.force_raise_errors and (self.allow_errors or "raises-exception" in tags)
        if self.record_timing:
            cell["metadata"]["execution"] = {}
        cell.outputs = []
        self.clear_before_next_output = False
        try:
            asked = self.kc.execute(cell.source, stop_on_error=not may_fail)
            self.code_cells_executed += 1
            reply = self._take_in(asked, cell, cell_index)
        except Ended as ended:
            raise self._stopped(cell, "DeadKernelError", str(ended)) from ended
        except TimeoutError as error:
            self.kc.child.kill()
            raise self._stopped(cell, "CellTimeoutError", f"ô chạy quá {self._get_timeout(cell)} giây") from error
        if reply["status"] == "error" and not may_fail and reply.get("ename") not in self.allow_error_names:
            raise CellExecutionError.from_cell_and_msg(cell, reply)
        return cell

    def _take_in(self, asked: str, cell: NotebookNode, cell_index: int) -> dict[str, Any]:
        """Takes in the messages about one request until the kernel is idle again; its reply."""
        reply: dict[str, Any] = {}
        timeout = self._get_timeout(cell)
        end = None if timeout is None else monotonic() + timeout
        while True:
            try:
                channel, message = self.kc.receive(None if end is None else max(0.0, end - monotonic()))
            except TimeoutError:
                if not self.interrupt_on_timeout:
                    raise
                self.kc.child.interrupt()
                end = None
                continue
            if message["parent_header"].get("msg_id") != asked:
                continue
            if channel == "shell":
                reply = message["content"]
                if self.record_timing:
                    cell["metadata"]["execution"]["shell.execute_reply"] = timestamp(message)
                continue
            try:
                self.process_message(message, cell, cell_index)
            except CellExecutionComplete:
                if not reply:  # the kernel itself has failed over this cell
                    raise Ended(Exit(1)) from None
                return reply

    def process_message(self, message: dict[str, Any], cell: NotebookNode, cell_index: int) -> NotebookNode | None:
        """Takes one message into the notebook; notes how much of what was printed has been told."""
        if "end" in message["metadata"]:
            self._heard[message["content"]["name"]] = message["metadata"]["end"]
        return super().process_message(message, cell, cell_index)

    def _stopped(self, cell: NotebookNode, name: str, value: str) -> CellExecutionError:
        """The error of a cell that could not tell its own, after whatever it had printed."""
        for number, stream in enumerate(self._heard, 1):
            if rest := self.kc.child.printed(number, self._heard[stream]):
                cell.outputs.append(new_output("stream", name=stream, text=rest.decode(errors="replace")))
        line = f"{name}: {value}"
        cell.outputs.append(new_output("error", ename=name, evalue=value, traceback=[line]))
        return CellExecutionError(line, name, value)
