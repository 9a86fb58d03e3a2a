package io.colonnade.storage.object;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.error.Suggestions;
import io.colonnade.storage.seam.Clock;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Opens the store that a URL names. Opening neither reads nor changes anything in it.
 *
 * <pre>
 * DIR, file:///DIR
 * s3://BUCKET[/PREFIX][?endpoint=URL&amp;region=R&amp;path_style=true&amp;credentials=FILE&amp;patience=SECONDS]
 * </pre>
 */
public final class ObjectStores {
    private static final String S3 = "s3://";
    private static final List<String> PARAMETERS =
            List.of("endpoint", "region", "path_style", "credentials", "patience");

    private ObjectStores() {}

    public static ObjectStore open(String url, StoreSettings settings) {
        if (url.startsWith(S3)) {
            return openS3(url.substring(S3.length()), settings);
        }
        if (url.startsWith("file:")) {
            try {
                return new DirectoryObjectStore(Path.of(URI.create(url)));
            } catch (IllegalArgumentException e) {
                throw invalid(url + " is not a URL of a folder: " + e.getMessage());
            }
        }
        if (url.contains("://")) {
            throw ColonnadeException.notSupported("the object store " + url)
                    .hint("Name a folder, a file: URL or s3://BUCKET/PREFIX.");
        }
        return new DirectoryObjectStore(Path.of(url));
    }

    /** True if the URL names a folder of this machine. */
    public static boolean isFolder(String url) {
        return !url.startsWith(S3);
    }

    private static ObjectStore openS3(String rest, StoreSettings settings) {
        int question = rest.indexOf('?');
        String place = question < 0 ? rest : rest.substring(0, question);
        if (place.contains("@")) {
            throw invalid("an s3: URL must not hold credentials")
                    .hint("Name a file with ?credentials=FILE, or set AWS_ACCESS_KEY_ID.");
        }
        StoreSettings all =
                question < 0 ? settings : parameters(rest.substring(question + 1), settings);
        int slash = place.indexOf('/');
        String bucket = slash < 0 ? place : place.substring(0, slash);
        if (bucket.isEmpty()) {
            throw invalid("an s3: URL names a bucket: s3://BUCKET/PREFIX");
        }
        String prefix = slash < 0 ? "" : place.substring(slash + 1);
        while (prefix.endsWith("/")) {
            prefix = prefix.substring(0, prefix.length() - 1);
        }
        return S3ObjectStore.open(
                bucket, prefix.isEmpty() ? "" : prefix + "/", all, Clock.system());
    }

    private static StoreSettings parameters(String query, StoreSettings settings) {
        StoreSettings all = settings;
        for (String part : query.split("&")) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            String value =
                    equals < 0
                            ? ""
                            : URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8);
            all =
                    switch (name) {
                        case "endpoint" -> all.withEndpoint(value);
                        case "region" -> all.withRegion(value);
                        case "path_style" -> all.withPathStyle(yesOrNo(value));
                        case "credentials" -> all.withCredentials(Path.of(value));
                        case "patience" -> all.withPatience(seconds(value));
                        default ->
                                throw invalid("unknown parameter \"" + name + "\" of an s3: URL")
                                        .hint(known(name));
                    };
        }
        return all;
    }

    private static boolean yesOrNo(String value) {
        if (!value.equals("true") && !value.equals("false")) {
            throw invalid("path_style is true or false, not \"" + value + "\"");
        }
        return value.equals("true");
    }

    private static Duration seconds(String value) {
        try {
            return Duration.ofSeconds(Integer.parseUnsignedInt(value));
        } catch (NumberFormatException e) {
            throw invalid("patience is a number of seconds, not \"" + value + "\"");
        }
    }

    private static String known(String name) {
        return Suggestions.nearest(name, PARAMETERS)
                .map(close -> "Perhaps you meant " + close + ".")
                .orElse("Known: " + String.join(", ", PARAMETERS) + ".");
    }

    private static ColonnadeException invalid(String message) {
        return new ColonnadeException(ErrorCode.CONFIG_FILE_ERROR, message);
    }
}
