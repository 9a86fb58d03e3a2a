package io.colonnade.leader.session;

/** What ReadyForQuery tells about the transaction. */
public enum TransactionStatus {
    /** None, or only the implicit one of the running statement. */
    IDLE('I'),
    /** Between BEGIN and COMMIT. */
    IN_BLOCK('T'),
    /** Between BEGIN and ROLLBACK, after an error. */
    FAILED('E');

    private final char code;

    TransactionStatus(char code) {
        this.code = code;
    }

    public char code() {
        return code;
    }
}
