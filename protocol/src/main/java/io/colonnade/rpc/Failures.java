package io.colonnade.rpc;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;

/** Carries a ColonnadeException through a gRPC status with its meaning, both ways. */
public final class Failures {
    private static final Metadata.Key<Failure> TRAILER =
            ProtoUtils.keyForProto(Failure.getDefaultInstance());

    /** gRPC trailers are limited to 8 KB in total; longer texts are cut. */
    private static final int MAX_TEXT = 1_500;

    private Failures() {}

    /** The status that ends a call because of `error`; our own bugs become INTERNAL_ERROR. */
    public static StatusRuntimeException toStatus(Throwable error, int nodeId) {
        Metadata trailers = new Metadata();
        trailers.put(TRAILER, toProto(error, nodeId));
        return Status.ABORTED
                .withDescription(cut(String.valueOf(error.getMessage())))
                .withCause(error)
                .asRuntimeException(trailers);
    }

    public static Failure toProto(Throwable error, int nodeId) {
        ColonnadeException known = fromThrowable(error);
        Failure.Builder failure =
                Failure.newBuilder()
                        .setErrorCode(known.code().name())
                        .setMessage(cut(String.valueOf(known.getMessage())))
                        .setNodeId(nodeId);
        if (known.detail() != null) {
            failure.setDetail(cut(known.detail()));
        }
        if (known.hint() != null) {
            failure.setHint(cut(known.hint()));
        }
        return failure.build();
    }

    /** The exception that a failed call means. */
    public static ColonnadeException fromThrowable(Throwable error) {
        if (error instanceof ColonnadeException known) {
            return known;
        }
        if (error instanceof StatusRuntimeException status) {
            Metadata trailers = status.getTrailers();
            Failure failure = trailers == null ? null : trailers.get(TRAILER);
            return failure == null ? fromStatus(status) : fromProto(failure);
        }
        if (error instanceof java.util.concurrent.CompletionException && error.getCause() != null) {
            return fromThrowable(error.getCause());
        }
        return new ColonnadeException(ErrorCode.INTERNAL_ERROR, "internal error: " + error, error);
    }

    public static ColonnadeException fromProto(Failure failure) {
        ErrorCode code;
        try {
            code = ErrorCode.valueOf(failure.getErrorCode());
        } catch (IllegalArgumentException newerPeer) {
            code = ErrorCode.INTERNAL_ERROR;
        }
        ColonnadeException error = new ColonnadeException(code, failure.getMessage());
        if (!failure.getDetail().isEmpty()) {
            error = error.detail(failure.getDetail());
        }
        return failure.getHint().isEmpty() ? error : error.hint(failure.getHint());
    }

    private static ColonnadeException fromStatus(StatusRuntimeException status) {
        return switch (status.getStatus().getCode()) {
            case UNAVAILABLE ->
                    new ColonnadeException(
                            ErrorCode.NODE_UNAVAILABLE,
                            "a compute node is not reachable: "
                                    + status.getStatus().getDescription(),
                            status);
            case CANCELLED ->
                    new ColonnadeException(
                            ErrorCode.QUERY_CANCELED,
                            "canceling statement due to user request",
                            status);
            default ->
                    new ColonnadeException(
                            ErrorCode.INTERNAL_ERROR,
                            "a compute node failed: " + status.getStatus(),
                            status);
        };
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "...";
    }
}
