# The container image of flow-task: one static runner on a slim Debian.
#
# The base images are arguments, for registries of your own and for builds without one.
ARG BUILD_BASE=docker.io/library/swift:6.3-bookworm
ARG RUN_BASE=docker.io/library/debian:bookworm-slim

FROM ${BUILD_BASE} AS build
WORKDIR /flow-task
COPY Tests/Servers/packages/build /tmp/packages
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive xargs -a /tmp/packages apt-get install -y --no-install-recommends \
    && rm -rf /var/lib/apt/lists/*
# The packages that ours depends on change rarely: fetch them before the sources arrive.
COPY Package.swift ./
RUN swift package resolve
COPY Sources Sources
COPY Tests Tests
COPY flows flows
COPY runner runner
RUN swift build -c release --product flow-task --static-swift-stdlib -Xlinker -s \
    && install -D .build/release/flow-task /out/flow-task

FROM ${RUN_BASE}
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
        ca-certificates libcurl4 libpq5 libsqlite3-0 libssl3 libstdc++6 libzstd1 zlib1g \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 10001 flow-task
COPY --from=build /out/flow-task /usr/local/bin/flow-task
USER flow-task
WORKDIR /home/flow-task
ENTRYPOINT ["flow-task"]
CMD ["--help"]
