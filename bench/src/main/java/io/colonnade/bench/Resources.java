package io.colonnade.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Text files that lie beside the classes of this package. */
final class Resources {
    private Resources() {}

    static String text(String path) {
        return find(path).orElseThrow(() -> new IllegalArgumentException("no resource " + path));
    }

    static Optional<String> find(String path) {
        try (InputStream in = Resources.class.getResourceAsStream(path)) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }
}
