@echo off
rem Double-click to start the dashboard: finds or installs Python, prepares an environment, opens the browser.
setlocal
cd /d "%~dp0.."
set "HOME_FOLDER=%LOCALAPPDATA%\libcollab-start"
set "ENVIRONMENT=%HOME_FOLDER%\environment"
set "RUN=%ENVIRONMENT%\Scripts\python.exe"

for /f "tokens=*" %%h in ('certutil -hashfile requirements.lock SHA256 ^| findstr /v ":"') do set "WANTED=%%h"
set "INSTALLED="
if exist "%ENVIRONMENT%\installed" set /p INSTALLED=<"%ENVIRONMENT%\installed"
if "%INSTALLED%"=="%WANTED%" goto start

echo Preparing libcollab. This takes a few minutes the first time, and needs the internet once.
for %%v in (3.13 3.12 3.11) do (
    py -%%v -c "import venv" >nul 2>&1 && set "PYTHON=py -%%v" && goto with_python
)
goto with_uv

:with_python
%PYTHON% -m venv --clear "%ENVIRONMENT%" || goto failed
"%RUN%" -m pip --disable-pip-version-check --no-input --quiet install --require-hashes -r requirements.lock || goto failed
goto stamp

:with_uv
where uv >nul 2>&1 && set "UV=uv" && goto uv_found
set "UV=%HOME_FOLDER%\uv\uv.exe"
if exist "%UV%" goto uv_found
echo No Python 3.11 to 3.13 was found. libcollab can install one for you, in your own folder only,
echo with uv (https://docs.astral.sh/uv/). Nothing else on this computer changes.
choice /m "Install Python now"
if errorlevel 2 (
    echo Install Python 3.13 from python.org, then start again.
    goto failed
)
set "UV_INSTALL_DIR=%HOME_FOLDER%\uv"
set "UV_NO_MODIFY_PATH=1"
powershell -ExecutionPolicy Bypass -Command "irm https://astral.sh/uv/install.ps1 | iex" || goto failed
:uv_found
"%UV%" venv --clear --python 3.13 "%ENVIRONMENT%" || goto failed
"%UV%" pip install --quiet --python "%RUN%" --require-hashes -r requirements.lock || goto failed

:stamp
>"%ENVIRONMENT%\installed" echo %WANTED%

:start
echo libcollab opens in your browser. Close this window to stop it.
"%RUN%" -m streamlit run app.py
goto :eof

:failed
echo libcollab could not be started. Keep this window open and see docs\start.md.
pause
exit /b 1
