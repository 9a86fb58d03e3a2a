package io.colonnade.engine.kernel;

/** Where texts lie: a view that its owner points to what a loop has to work on. */
public class TextArray {
    public byte[] heap;
    public int[] starts;
    public int[] lengths;
}
