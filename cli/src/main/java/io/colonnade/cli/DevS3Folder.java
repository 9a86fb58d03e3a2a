package io.colonnade.cli;

import java.nio.file.Path;

/** Where a dev-s3 server keeps things, and what its clients are told; needs none of its classes. */
record DevS3Folder(Path folder) {
    static final String DEFAULT_BUCKET = "colonnade";

    /** Where the secrets are that a client needs. */
    Path credentials() {
        return folder.resolve("credentials").toAbsolutePath();
    }

    /** What a warehouse in a bucket of the server, or below a prefix of one, is started with. */
    String storeUrl(int port, String bucket) {
        return "s3://"
                + bucket
                + "?endpoint=http://127.0.0.1:"
                + port
                + "&credentials="
                + credentials();
    }
}
