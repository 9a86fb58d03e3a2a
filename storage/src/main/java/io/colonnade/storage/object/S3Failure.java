package io.colonnade.storage.object;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.function.Function;

import javax.xml.stream.XMLStreamException;

/** What an exception of the S3 client means for a call. Immutable. */
record S3Failure(Kind kind, String reason, SdkException cause) {
    /** What to do about it. */
    enum Kind {
        /** There is no such object (or upload). */
        ABSENT,
        /** A condition does not hold: the object exists. */
        EXISTS,
        /** A range begins behind the end. */
        OUT_OF_RANGE,
        /** The request did not leave this machine: nothing was done. */
        NOT_SENT,
        /**
         * No answer, an overloaded store, or two writers at once: the request may be done or not.
         */
        UNKNOWN,
        /** The store will say the same again. */
        REFUSED
    }

    static S3Failure of(SdkException e) {
        return e instanceof AwsServiceException service ? ofService(service) : ofClient(e);
    }

    private static S3Failure ofService(AwsServiceException e) {
        String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
        String told = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorMessage();
        int status = e.statusCode();
        String reason =
                (code == null ? "status " + status : code)
                        + (told == null || told.isBlank() ? "" : ": " + told);
        Kind kind =
                switch (status) {
                    case 404 -> "NoSuchBucket".equals(code) ? Kind.REFUSED : Kind.ABSENT;
                    case 412 -> Kind.EXISTS;
                    case 416 -> Kind.OUT_OF_RANGE;
                    case 408, 409, 425, 429 -> Kind.UNKNOWN;
                    case 400 -> passes(code) ? Kind.UNKNOWN : Kind.REFUSED;
                    // a completed upload may say 200 and then fail in its body
                    default -> status >= 500 || status <= 200 ? Kind.UNKNOWN : Kind.REFUSED;
                };
        return new S3Failure(kind, reason, e);
    }

    /** Status 400 of things that happen on the way and not again. */
    private static boolean passes(String code) {
        return "RequestTimeout".equals(code)
                || "BadDigest".equals(code)
                || "XAmzContentChecksumMismatch".equals(code)
                || "XAmzContentSHA256Mismatch".equals(code)
                || "IncompleteBody".equals(code)
                || "InternalError".equals(code)
                || "SlowDown".equals(code);
    }

    private static S3Failure ofClient(SdkException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException
                    || cause instanceof ConnectTimeoutException
                    || cause instanceof ConnectionRequestTimeoutException) {
                return new S3Failure(Kind.NOT_SENT, text(cause), e);
            }
            if (cause instanceof AbortedException) {
                return new S3Failure(Kind.UNKNOWN, "interrupted", e);
            }
            // a body that breaks off is no XML
            if (cause instanceof IOException
                    || cause instanceof RetryableException
                    || cause instanceof XMLStreamException) {
                return new S3Failure(Kind.UNKNOWN, text(cause), e);
            }
        }
        return new S3Failure(Kind.REFUSED, text(e), e);
    }

    /**
     * Throws, as for a reply that broke off, if a field is missing that every reply has: the HTTP
     * client takes headers that end early for all there are.
     */
    static <T> T requireWhole(T response, Function<T, ?> field) {
        if (field.apply(response) == null) {
            throw SdkClientException.create(
                    "broken reply", new EOFException("the reply broke off in its headers"));
        }
        return response;
    }

    private static String text(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** An upload that the store has forgotten without making the object. */
    static ColonnadeException lostUpload(String key) {
        return new ColonnadeException(
                        ErrorCode.STORE_UNAVAILABLE,
                        "could not write object \"" + key + "\": the store lost its upload")
                .hint("Try again.");
    }

    boolean mayPass() {
        return kind == Kind.NOT_SENT || kind == Kind.UNKNOWN;
    }

    /** The error of a call that gave up. `place` is the store's URL, `action` has the key in it. */
    ColonnadeException toException(String action, String place, String tried) {
        if (mayPass()) {
            return new ColonnadeException(
                            ErrorCode.STORE_UNAVAILABLE,
                            "could not " + action + ": the object store does not answer: " + reason,
                            cause)
                    .detail("The store is " + place + ". " + tried)
                    .hint("Try again when the store is back.");
        }
        ColonnadeException error =
                new ColonnadeException(
                                kind == Kind.ABSENT ? ErrorCode.UNDEFINED_FILE : ErrorCode.IO_ERROR,
                                "could not " + action + ": " + reason,
                                cause)
                        .detail("The store is " + place + ".");
        return cause instanceof AwsServiceException service ? hinted(error, service) : error;
    }

    private static ColonnadeException hinted(ColonnadeException error, AwsServiceException e) {
        return switch (e.statusCode()) {
            case 401, 403 -> error.hint("Check the credentials and what they allow.");
            case 301, 307 -> error.hint("Name the bucket's region.");
            default -> error;
        };
    }
}
