#!/bin/sh
# Shows a record as it will look on the website: by name, file or folder, or chosen from a page.
# Sets up .venv first, from the folder wheels if there is one, else over the network.

fail() {
    printf '%s\n' "$@" >&2
    if [ -t 0 ]; then
        printf '按回车键关闭。' >&2
        read -r _
    fi
    exit 1
}

# One that the wheels are for; any that is new enough, without wheels.
find_python() {
    for name in ${wanted:+"python$wanted"} python3 python3.14 python3.13 python3.12 python3.11 python; do
        if "$name" -c '
import sys
version = "%d.%d" % sys.version_info[:2]
sys.exit(sys.version_info < (3, 11) or sys.argv[1] not in ("", version))' "$wanted" 2>/dev/null; then
            printf '%s' "$name"
            return 0
        fi
    done
    return 1
}

pip_install() {
    if [ -d wheels ]; then
        set -- --no-index --find-links wheels "$@"
    fi
    .venv/bin/python -m pip install --quiet --disable-pip-version-check "$@"
}

set_up() {
    wanted=$(cat wheels/python.txt 2>/dev/null)
    python=$(find_python) || fail \
        "没有找到 Python ${wanted:-3.11 或更新的版本}。请先安装，再运行一次。" \
        "macOS 在 python.org 下载；Linux 用系统的软件商店，或请管理员安装。"
    echo '正在准备，第一次要几分钟……'
    "$python" -m venv .venv || fail '建不了 .venv 文件夹。在 Debian、Ubuntu、统信、麒麟上，先安装 python3-venv。'
    pip_install --require-hashes -r requirements.txt &&
        pip_install --no-deps --no-build-isolation -e . &&
        : > .venv/site.stamp || fail \
        '没有装好。要联网，或者把别人下载好的 wheels 文件夹放在这里（手册第 8 节）。'
}

from=$PWD
cd "$(dirname "$0")" || exit 1
# Double-clicked in a file manager: nobody would see what it says, nor could end it.
if [ ! -t 0 ] && [ -z "$ZHANTING_WINDOW" ] && [ -n "$DISPLAY$WAYLAND_DISPLAY" ] &&
    command -v x-terminal-emulator > /dev/null; then
    ZHANTING_WINDOW=1 exec x-terminal-emulator -e "$PWD/${0##*/}" "$@"
fi
if [ -n "$1" ] && [ -e "$from/$1" ]; then
    record=$from/$1
    shift
    set -- "$record" "$@"
fi
if [ ! -x .venv/bin/zhanting ] || [ ! -e .venv/site.stamp ] || [ requirements.txt -nt .venv/site.stamp ]; then
    set_up
fi
.venv/bin/zhanting preview "$@" || fail
