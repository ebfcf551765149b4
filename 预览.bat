@echo off
chcp 65001 >nul
setlocal
title 展厅预览
rem Shows a record as it will look on the website: by name, file or folder, or chosen from a page.
rem Sets up .venv first, from the folder wheels if there is one, else over the network.
cd /d "%~dp0"
set "PYTHONUTF8=1"
if not exist ".venv\Scripts\zhanting.exe" goto setup
if not exist ".venv\site.stamp" goto setup

:preview
".venv\Scripts\zhanting.exe" preview %*
if errorlevel 1 goto failed
exit /b 0

:setup
set "VERSIONS=3.14 3.13 3.12 3.11"
if exist "wheels\python.txt" for /f "usebackq" %%v in ("wheels\python.txt") do set "VERSIONS=%%v"
set "PYTHON="
for %%v in (%VERSIONS%) do if not defined PYTHON py -%%v -c "" >nul 2>nul && set "PYTHON=py -%%v"
if not defined PYTHON python -c "import sys; v = '%%d.%%d' %% sys.version_info[:2]; sys.exit(v not in '%VERSIONS%'.split())" >nul 2>nul && set "PYTHON=python"
if not defined PYTHON goto nopython
echo 正在准备，第一次要几分钟……
%PYTHON% -m venv .venv
if errorlevel 1 goto notinstalled
set "FROM="
if exist "wheels\*.whl" set "FROM=--no-index --find-links wheels"
set "PIP=.venv\Scripts\python.exe -m pip install --quiet --disable-pip-version-check %FROM%"
%PIP% --require-hashes -r requirements.txt
if errorlevel 1 goto notinstalled
%PIP% --no-deps --no-build-isolation -e .
if errorlevel 1 goto notinstalled
type nul >".venv\site.stamp"
goto preview

:nopython
echo 没有找到 Python，要的版本是：%VERSIONS%（有一个就行）。
echo 请在 python.org 下载安装，安装时勾选 Add python.exe to PATH，再双击一次。
goto failed

:notinstalled
echo 没有装好。要联网，或者把别人下载好的 wheels 文件夹放在这里（手册第 8 节）。

:failed
echo.
echo 按任意键关闭。
pause >nul
exit /b 1
