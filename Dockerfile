# policybot with the CPU build of PyTorch, the search index built in, run as a user without rights.
#   docker build -t policybot .
#   docker run --rm -it policybot chat
FROM python:3.12-slim AS build

ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /opt/policybot
ENV PATH="/opt/policybot/bin:$PATH"

WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY knowledge knowledge
COPY index index
COPY bot bot
# The extra index offers PyTorch without CUDA; its +cpu builds rank above the same versions elsewhere.
# The index is made here once, so that the first question of a container needs no minute.
RUN pip install --extra-index-url https://download.pytorch.org/whl/cpu . \
    && POLICYBOT_HOME=/var/lib/policybot policybot index build

FROM python:3.12-slim

# OpenMP, which FAISS and the embedding engine need
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libgomp1=14.* \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/policybot policybot
COPY --from=build /opt/policybot /opt/policybot
COPY --from=build --chown=policybot:policybot /var/lib/policybot /var/lib/policybot

ENV PATH="/opt/policybot/bin:$PATH" POLICYBOT_HOME=/var/lib/policybot PYTHONUTF8=1
USER 10001
WORKDIR /var/lib/policybot
HEALTHCHECK --interval=60s --timeout=20s --start-period=5s CMD ["policybot", "clause", "1"]
ENTRYPOINT ["policybot"]
CMD ["chat"]
