"""`zhanting preview`: from the command to the open page, until Ctrl+C."""

import argparse
import gc
import sys
import threading
import time
from ipaddress import ip_address

from generator.errors import UsageError
from generator.preview.choice import choose
from generator.preview.hall import OWN, Hall
from generator.preview.loop import Loop
from generator.preview.server import Server
from generator.settings import THEME, Settings

# To watch thousands of folders takes a moment, which the first page must not wait for.
_BEFORE_WATCHING_SECONDS = 0.7


def run(options: argparse.Namespace, settings: Settings) -> None:
    """Serve until interrupted. Raises UsageError for an address or a record that cannot be."""
    address = _address(options.address)
    # All records stay in memory, and a collection walks through every one: the loop has it done
    # while nobody waits.
    gc.disable()
    hall = Hall(settings)
    try:
        hall.refresh()
        start = choose(options.record, hall.candidates()).permalink if options.record else OWN
        loop = Loop(hall)
        gc.freeze()
        try:
            server = Server(address, loop)
        except OSError as error:
            raise UsageError(f"{options.address} 已经有别的程序在用，请换一个端口。") from error
        with server:
            threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()
            url = server.address_of(start)
            print(f"预览地址：{url}\n保存后自动刷新，按 Ctrl+C 结束。", flush=True)
            if options.browser:
                threading.Thread(target=_open, args=(url,), daemon=True).start()
            threading.Thread(
                target=_watch, args=(settings, loop, options.poll), daemon=True
            ).start()
            try:
                loop.run()
            except KeyboardInterrupt:
                print("\n预览已结束。", flush=True)
            server.shutdown()
    finally:
        hall.close()


def _watch(settings: Settings, loop: Loop, polling: bool) -> None:
    from generator.preview.watching import watch

    time.sleep(_BEFORE_WATCHING_SECONDS)
    folders = [settings.content, settings.root / THEME]
    watch([folder for folder in folders if folder.is_dir()], loop.saved, polling=polling)
    loop.saved(None)  # what was saved between the first look and now


def _open(url: str) -> None:
    import webbrowser

    if not webbrowser.open(url):
        print("没能打开浏览器，请把上面的地址复制到浏览器里。", file=sys.stderr, flush=True)


def _address(written: str) -> tuple[str, int]:
    """(host, port); only this machine's own, since nobody else may see drafts."""
    host, _, port = written.rpartition(":")
    host = "127.0.0.1" if host == "localhost" else host
    try:
        is_own = ip_address(host).is_loopback and ip_address(host).version == 4
        if is_own and 0 <= int(port) < 65536:
            return host, int(port)
    except ValueError:
        pass
    raise UsageError("地址要写成 127.0.0.1:端口，例如 127.0.0.1:8100；预览只在本机看。")
