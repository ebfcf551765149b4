"""`zhanting prune`: photos that nobody shows leave the cache."""

import argparse

from generator.commands.console import DONE
from generator.commands.options import add_storage, settings_of

HELP = "清理缓存里不再用到的照片"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_storage(parser)


def run(options: argparse.Namespace) -> int:
    from generator import pipeline
    from generator.pictures.mark import mark_keys
    from generator.pictures.photos import keys_in_use, photo_cache

    settings = settings_of(options)
    written = pipeline.check(settings, decode=False).catalog
    # While a record is under review, its approved version has photos of its own.
    published = pipeline.check_published(settings).catalog
    used = keys_in_use(written, settings) | keys_in_use(published, settings)
    used |= mark_keys(written.website, settings)
    gone, kept = photo_cache(settings).prune(used)
    print(f"清理了 {gone} 组不再用到的照片，留下 {kept} 组。")
    return DONE
