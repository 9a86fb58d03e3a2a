package io.colonnade.error;

/**
 * The one exception with a meaning for clients. The meaning sits in the code; message, detail, hint
 * and position are what PostgreSQL's ErrorResponse carries. Immutable; the "with" methods return a
 * copy that keeps the stack of the first.
 */
public final class ColonnadeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String detail;
    private final String hint;
    private final int position;

    public ColonnadeException(ErrorCode code, String message) {
        this(code, message, null, null, 0, null);
    }

    public ColonnadeException(ErrorCode code, String message, Throwable cause) {
        this(code, message, null, null, 0, cause);
    }

    private ColonnadeException(
            ErrorCode code,
            String message,
            String detail,
            String hint,
            int position,
            Throwable cause) {
        super(message, cause);
        this.code = code;
        this.detail = detail;
        this.hint = hint;
        this.position = position;
    }

    public ColonnadeException detail(String text) {
        return copy(text, hint, position);
    }

    public ColonnadeException hint(String text) {
        return copy(detail, text, position);
    }

    /** Position in the statement text in characters, from 1; 0 = unknown. */
    public ColonnadeException position(int characterFromOne) {
        return copy(detail, hint, characterFromOne);
    }

    private ColonnadeException copy(String newDetail, String newHint, int newPosition) {
        ColonnadeException copy =
                new ColonnadeException(
                        code, getMessage(), newDetail, newHint, newPosition, getCause());
        copy.setStackTrace(getStackTrace());
        return copy;
    }

    public ErrorCode code() {
        return code;
    }

    /** More about the error, or null. */
    public String detail() {
        return detail;
    }

    /** What to do next, or null. */
    public String hint() {
        return hint;
    }

    public int position() {
        return position;
    }

    /** A feature that is recognised but not there yet (0A000). */
    public static ColonnadeException notSupported(String what) {
        return new ColonnadeException(
                ErrorCode.FEATURE_NOT_SUPPORTED, what + " is not supported yet");
    }

    /** A defect of ours (XX000). */
    public static ColonnadeException internal(String message) {
        return new ColonnadeException(ErrorCode.INTERNAL_ERROR, message);
    }
}
