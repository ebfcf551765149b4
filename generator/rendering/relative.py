"""Addresses in pages: written from the root of the website, made relative when a page is whole.

So a piece of HTML, such as a card, is the same on every page and can be made once for all of them.
"""

import re

# Stands before an address that counts from the root. No text has it: reading refuses noncharacters.
ROOT = "\ufdd0"

_CODE = re.compile(r"(?s)<pre>.*?</pre>")


def laid_flat(html: str, permalink: str) -> str:
    """HTML as it stands in the page `permalink`: without blank lines, its addresses relative.

    Markdown would take a blank line for a break; outside of code they carry no meaning.
    """
    if "<pre>" in html:
        html = _CODE.sub(lambda code: code[0].replace("\n", "&#10;"), html)
    return relative("\n".join(filter(str.strip, html.split("\n"))), permalink)


def relative(html: str, permalink: str) -> str:
    """The HTML of the page `permalink` with each of its addresses relative to that page."""
    folders = permalink.split("/")[:-1]
    html = html.replace(f'{ROOT}{permalink}"', './"')
    for up in range(len(folders)):
        folder = "/".join(folders[: len(folders) - up])
        html = html.replace(f"{ROOT}{folder}/", "../" * up)
    return html.replace(ROOT, "../" * len(folders))


def relative_address(address: str, permalink: str) -> str:
    """The way from the page `permalink` to an address that counts from the root."""
    return relative(f'{ROOT}{address}"', permalink)[:-1]
