package io.colonnade.rpc;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;

import java.nio.charset.StandardCharsets;

/** Carries a ColonnadeException through a gRPC status with its meaning, both ways. */
public final class Failures {
    private static final Metadata.Key<Failure> TRAILER =
            ProtoUtils.keyForProto(Failure.getDefaultInstance());

    /**
     * Bytes of one text. A call's trailers are limited to 8 KB in base64: three such texts fit and
     * leave room for the rest.
     */
    private static final int MAX_TEXT_BYTES = 1_500;

    private Failures() {}

    /** The status that ends a call because of `error`; our own bugs become INTERNAL_ERROR. */
    public static StatusRuntimeException toStatus(Throwable error, int nodeId) {
        Metadata trailers = new Metadata();
        trailers.put(TRAILER, toProto(error, nodeId));
        return Status.ABORTED
                .withDescription("the query failed on node " + nodeId)
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

    /** The exception that a failed call to `node` means; names the node if it is out of reach. */
    public static ColonnadeException fromCall(Throwable error, Node node) {
        if (!isUnreachable(error)) {
            return fromThrowable(error);
        }
        return new ColonnadeException(
                        ErrorCode.NODE_UNAVAILABLE,
                        "compute node " + name(node) + " is not reachable",
                        error)
                .detail(((StatusRuntimeException) error).getStatus().getDescription())
                .hint("Nothing was changed. Run the statement again once the node is back.");
    }

    /** Whether a call failed because its receiver did not answer, rather than by its answer. */
    public static boolean isUnreachable(Throwable error) {
        return error instanceof StatusRuntimeException status
                && (status.getTrailers() == null || !status.getTrailers().containsKey(TRAILER))
                && switch (status.getStatus().getCode()) {
                    case UNAVAILABLE, DEADLINE_EXCEEDED -> true;
                    default -> false;
                };
    }

    /** How messages name a node. */
    public static String name(Node node) {
        return node.getHost().isEmpty()
                ? String.valueOf(node.getId())
                : node.getId() + " (" + node.getHost() + ":" + node.getPort() + ")";
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
            case UNAVAILABLE, DEADLINE_EXCEEDED ->
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
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MAX_TEXT_BYTES) {
            return text;
        }
        int end = MAX_TEXT_BYTES;
        while ((bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8) + "...";
    }
}
