# One image for web, worker, beat and migrate. Nothing in it runs as root, nothing in it is written to.
FROM python:3.11-slim-bookworm AS packages
WORKDIR /srv
COPY requirements.txt requirements-uv.txt ./
COPY deploy/__init__.py deploy/install.py deploy/
RUN python -m deploy.install production && .venv/bin/python -m compileall -q .venv/lib

FROM python:3.11-slim-bookworm
WORKDIR /srv
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin ricochet \
    && install -d -o ricochet -g ricochet /srv/static /srv/media /srv/var
COPY --from=packages /srv/.venv .venv
COPY . .
ENV PATH=/srv/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PROFILE=production \
    STATIC_ROOT=/srv/static \
    MEDIA_ROOT=/srv/media \
    VAR_DIR=/srv/var
RUN python -m shop.messages compile
USER 10001:10001
EXPOSE 8000
CMD ["python", "-m", "granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--workers-kill-timeout", "3", "--respawn-failed-workers", "--blocking-threads", "8", "--backpressure", "128", "--no-ws", "shop.wsgi:application"]
