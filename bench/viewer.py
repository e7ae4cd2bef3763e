"""A viewer without a browser: speaks Streamlit's own protocol over a websocket, draws nothing."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from bench.server import HOST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from websockets.sync.client import ClientConnection

    from bench.server import Server


class Viewer:
    """A session on a page that has been drawn once.

    `charts` counts those that the last run sent, `said` is all that they and the text beside them say.
    """

    def __init__(self, connection: ClientConnection, page: str, query: str) -> None:
        self._connection = connection
        self._page = page
        self._query = query
        self._hash = ""
        self._choice = ""  # id of the first selectbox, which is the filter that the benchmark changes
        self.charts = 0
        self.said = ""
        self._run()

    def choose(self, option: str) -> None:
        """Choose an option of the filter, and wait until the server has drawn the page for it."""
        self._run(option)

    def _run(self, option: str | None = None) -> None:
        message = BackMsg()
        state = message.rerun_script
        state.page_script_hash = self._hash
        state.page_name = "" if self._hash else self._page
        state.query_string = self._query
        state.context_info.timezone = "Asia/Ho_Chi_Minh"
        state.context_info.locale = "vi"
        if option is not None:
            state.query_string = f"cluster={option}"
            widget = state.widget_states.widgets.add()
            widget.id, widget.string_value = self._choice, option
        self._connection.send(message.SerializeToString())
        self.charts, self.said = 0, ""
        while not self._read(ForwardMsg.FromString(self._received())):
            pass

    def _received(self) -> bytes:
        data = self._connection.recv(timeout=60)
        if isinstance(data, str):
            raise TypeError(f"the server sent text: {data[:80]}")
        return data

    def _read(self, message: ForwardMsg) -> bool:
        """Take what is of interest from a message; return whether the page is complete."""
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._hash = message.new_session.page_script_hash
        elif kind == "navigation":  # several pages: the script is only their frame
            self._hash = message.navigation.page_script_hash
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            self.charts += element.WhichOneof("type") == "plotly_chart"
            self.said += element.html.body + element.plotly_chart.spec + element.markdown.body
            if element.WhichOneof("type") == "exception":
                raise RuntimeError(f"the page failed: {element.exception.message}")
            if element.WhichOneof("type") == "selectbox" and not self._choice:
                self._choice = element.selectbox.id
        return bool(kind == "script_finished")


@contextmanager
def viewer(server: Server, page: str, query: str = "") -> Iterator[Viewer]:
    """Open a page of a server, at an address with a query, and keep the session until the end of the block."""
    with viewer_at(f"ws://{HOST}:{server.port}", page, query) as one:
        yield one


@contextmanager
def viewer_at(address: str, page: str, query: str = "", cookie: str = "") -> Iterator[Viewer]:
    """Open a page of the dashboard at an address (`ws://…`), logged in by a cookie where there is one."""
    headers = {"Cookie": cookie} if cookie else None
    with connect(
        f"{address}/_stcore/stream", additional_headers=headers, max_size=None, compression=None, open_timeout=30
    ) as connection:
        yield Viewer(connection, page, query)
