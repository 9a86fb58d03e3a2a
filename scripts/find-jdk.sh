# Sourced by mvnw and scripts/colonnade: find_jdk sets and exports JAVA_HOME to a JDK 25.
# Order: JAVA_HOME, the javac on the PATH, then the folders where JDKs usually live.

COLONNADE_JDK=25

# is_wanted_jdk DIR: DIR holds a whole JDK (javac too) of the wanted version.
is_wanted_jdk() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] \
    && grep -q "^JAVA_VERSION=\"$COLONNADE_JDK[.\"]" "$1/release"
}

find_jdk() {
  local candidate javac
  if [ -n "${JAVA_HOME:-}" ] && is_wanted_jdk "$JAVA_HOME"; then
    export JAVA_HOME
    return 0
  fi
  javac=$(command -v javac || true)
  if [ -n "$javac" ]; then
    # macOS has no readlink -f before 12.3; a plain path is good enough there
    javac=$(readlink -f "$javac" 2>/dev/null || echo "$javac")
    candidate=${javac%/bin/javac}
    if is_wanted_jdk "$candidate"; then
      export JAVA_HOME="$candidate"
      return 0
    fi
  fi
  for candidate in \
    /usr/lib/jvm/* /usr/local/lib/jvm/* /usr/java/* /opt/* /opt/java/* /opt/jdk/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-/root}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "${HOME:-/root}"/.sdkman/candidates/java/* "${HOME:-/root}"/.jdks/* \
    "${HOME:-/root}"/.jenv/versions/* "${HOME:-/root}"/.asdf/installs/java/*; do
    if is_wanted_jdk "$candidate"; then
      export JAVA_HOME="$candidate"
      return 0
    fi
  done
  echo "colonnade: no JDK $COLONNADE_JDK found in JAVA_HOME (${JAVA_HOME:-unset}), the PATH," \
    "/usr/lib/jvm, /usr/java, /opt, /Library/Java, ~/.sdkman or ~/.jdks;" \
    "get one from https://adoptium.net/temurin/releases/?version=$COLONNADE_JDK" \
    "or with 'sdk install java $COLONNADE_JDK-tem', or set JAVA_HOME to it." >&2
  return 1
}
