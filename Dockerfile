# Two images from one file (BuildKit):
#   docker build -t millrace .                            the application; give it a pipeline folder at /pipeline
#   docker build -t millrace-sandbox --target sandbox .   the same with the event simulators, for trying things out
#
# Both base images are arguments, so that a mirrored or locally made one can stand in (docs/deploy.md).
ARG MAVEN_IMAGE=maven:3.9-eclipse-temurin-17
ARG JRE_IMAGE=eclipse-temurin:17-jre-noble

FROM ${MAVEN_IMAGE} AS build
WORKDIR /build
COPY . .
# Tests and style are the business of `mvn verify`; here the jar is only made.
ARG MAVEN_FLAGS="--batch-mode --no-transfer-progress -Dmaven.test.skip=true -Dspotless.check.skip=true -Dcyclonedx.skip=true"
RUN --mount=type=cache,target=/root/.m2/repository \
    mvn ${MAVEN_FLAGS} -pl stream-app -am package

FROM build AS build-sandbox
RUN --mount=type=cache,target=/root/.m2/repository \
    mvn ${MAVEN_FLAGS} -pl sandbox -am package

FROM ${JRE_IMAGE} AS runtime
# A number, not a name: Kubernetes can tell that it is not root, and no passwd entry is needed.
ARG RUN_AS=10001
RUN install --directory --owner=${RUN_AS} --group=${RUN_AS} --mode=0750 /var/lib/millrace
# Half of the container's memory is heap: RocksDB and ONNX Runtime live outside of it. G1 is named because the JVM would
# take the serial collector below 2 CPUs or 1792 MB. Few malloc arenas keep RocksDB's freed memory from piling up. ONNX
# Runtime reports its use to its maker, unless told not to before it is loaded: only the environment can do that.
ENV LANG=C.UTF-8 \
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=50 -XX:+ExitOnOutOfMemoryError -XX:+UseG1GC" \
    MALLOC_ARENA_MAX=2 \
    ORT_DISABLE_TELEMETRY=1
WORKDIR /var/lib/millrace
USER ${RUN_AS}:${RUN_AS}
STOPSIGNAL SIGTERM

FROM runtime AS sandbox
COPY --from=build-sandbox /build/sandbox/target/millrace-sandbox.jar /opt/millrace/millrace-sandbox.jar
# java is process 1 and gets the signals itself.
ENTRYPOINT ["java", "-jar", "/opt/millrace/millrace-sandbox.jar"]
CMD ["--help"]

FROM runtime AS millrace
COPY --from=build /build/stream-app/target/millrace.jar /opt/millrace/millrace.jar
ENV MILLRACE_STATE_DIR=/var/lib/millrace \
    MILLRACE_HTTP_PORT=8080
VOLUME /var/lib/millrace
EXPOSE 8080
# The JRE image has no HTTP client; the jar has one. A small heap and only the quick compiler make it cheap.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
    CMD ["java", "-Xmx32m", "-XX:TieredStopAtLevel=1", "-jar", "/opt/millrace/millrace.jar", "health"]
ENTRYPOINT ["java", "-jar", "/opt/millrace/millrace.jar"]
CMD ["run", "/pipeline"]
