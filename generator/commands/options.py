"""Arguments that several commands take, and the settings that they give."""

import argparse
from dataclasses import replace

from generator.errors import UsageError
from generator.machines.storage import storage_at
from generator.settings import Settings, settings_for


def add_storage(parser: argparse.ArgumentParser) -> None:
    where = "几台机器共用的照片缓存：文件夹，或 s3://存储桶/前缀"
    parser.add_argument("--storage", metavar="位置", help=where)
    parser.add_argument("--endpoint", metavar="网址", help="对象存储的服务网址")


def settings_of(options: argparse.Namespace) -> Settings:
    settings = settings_for(options.root, options.content)
    jobs = getattr(options, "jobs", None) or settings.jobs
    recipe = replace(settings.recipe, avif=getattr(options, "avif", False))
    shared, cluster = getattr(options, "storage", None), getattr(options, "dask", None)
    if cluster and not shared:
        raise UsageError("用 --dask 还要写 --storage：各台机器都能读写的位置，放原图和做好的照片。")
    storage = storage_at(shared, options.endpoint) if shared else None
    return replace(settings, jobs=jobs, recipe=recipe, storage=storage, cluster=cluster)


def positive(text: str) -> int:
    if not count(text):
        raise argparse.ArgumentTypeError(text)
    return int(text)


def count(text: str) -> int:
    if not text.isdigit():
        raise argparse.ArgumentTypeError(text)
    return int(text)
