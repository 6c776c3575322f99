# The trainer in a container; see "In a container" in docs/remote-training.md.
#
#   docker build -t minitaur .
#   docker run --rm -v minitaur-runs:/runs -v "$PWD/token.txt:/run/secrets/token:ro" -p 8090:8090 minitaur
#
# Other commands: docker run --rm -v minitaur-runs:/runs minitaur train --no-console --steps 20000

FROM debian:12-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends \
    binutils git maven openjdk-17-jdk-headless && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN mvn -B -ntp -Pdist -Dmaven.test.skip=true package

# The same distribution, because the Java runtime uses libraries of the one that it is made on.
FROM debian:12-slim
# Plots need fonts.
RUN apt-get update && apt-get install -y --no-install-recommends fontconfig fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 1000 --create-home minitaur \
    && install -d -o minitaur -g minitaur /runs
COPY --from=build /src/deploy/target/minitaur-*-jre/ /opt/minitaur/
USER minitaur
WORKDIR /runs
VOLUME /runs
EXPOSE 8090
# The launcher replaces itself with the program, which thus receives the signal of "docker stop" and sets the exit code.
STOPSIGNAL SIGTERM
ENTRYPOINT ["/opt/minitaur/minitaur"]
CMD ["trainer", "--run-dir", "/runs/run", "--bind", "0.0.0.0", "--token-file", "/run/secrets/token", "--no-progress"]
