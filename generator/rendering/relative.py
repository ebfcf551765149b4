"""Addresses in pages: written from the root of the website, made relative when a page is whole.

So a piece of HTML, such as a card, is the same on every page and can be made once for all of them.
"""

# Stands before an address that counts from the root. No text has it: reading refuses noncharacters.
ROOT = "\ufdd0"


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
