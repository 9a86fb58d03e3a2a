package io.colonnade.engine.fusion;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import io.colonnade.engine.fusion.FusedNode.Choice;
import io.colonnade.engine.fusion.FusedNode.Column;
import io.colonnade.engine.fusion.FusedNode.Constant;
import io.colonnade.engine.fusion.FusedNode.Operation;
import io.colonnade.error.ColonnadeException;
import io.colonnade.type.PhysicalType;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;

/**
 * Writes the class of a shape's kernel. One thread.
 *
 * <pre>
 * long[] a = (long[]) columns[0]; ..  long c = constants[0]; ..  long[] r = results[0]; ..
 * for (int i = 0; i &lt; n; i++) {
 *     long x = a[i] * (c - b[i]); ..   all trees first: a store would end what loads are known
 *     r[i] = x; ..
 * }
 * </pre>
 */
public final class KernelGenerator {
    private static final ClassDesc LONGS = CD_long.arrayType();
    private static final MethodTypeDesc RUN =
            MethodTypeDesc.of(CD_void, CD_Object.arrayType(), LONGS, LONGS.arrayType(), CD_int);
    private static final int COLUMNS = 1;
    private static final int CONSTANTS = 2;
    private static final int RESULTS = 3;
    private static final int ROWS = 4;

    private final FusedShape shape;
    private final CodeBuilder code;
    private final int[] columns;
    private final int[] constants;
    private int row;

    private KernelGenerator(FusedShape shape, CodeBuilder code) {
        this.shape = shape;
        this.code = code;
        columns = new int[shape.columns().size()];
        constants = new int[shape.constants().length];
    }

    public static FusedKernel generate(FusedShape shape) {
        String name = KernelGenerator.class.getPackageName() + ".GeneratedKernel";
        byte[] bytes =
                ClassFile.of()
                        .build(
                                ClassDesc.of(name),
                                type ->
                                        type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                                                .withInterfaceSymbols(interfaceOf())
                                                .withMethodBody(
                                                        INIT_NAME,
                                                        MTD_void,
                                                        ClassFile.ACC_PUBLIC,
                                                        KernelGenerator::constructor)
                                                .withMethodBody(
                                                        "run",
                                                        RUN,
                                                        ClassFile.ACC_PUBLIC,
                                                        body ->
                                                                new KernelGenerator(shape, body)
                                                                        .write()));
        try {
            return (FusedKernel)
                    MethodHandles.lookup()
                            .defineHiddenClass(bytes, true)
                            .lookupClass()
                            .getConstructor()
                            .newInstance();
        } catch (ReflectiveOperationException e) {
            throw ColonnadeException.internal("kernel of " + shape.key() + ": " + e);
        }
    }

    private static ClassDesc interfaceOf() {
        return ClassDesc.of(FusedKernel.class.getName());
    }

    private static void constructor(CodeBuilder code) {
        code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_();
    }

    private void write() {
        openArrays();
        int roots = shape.roots().size();
        int[] results = new int[roots];
        int[] values = new int[roots];
        for (int r = 0; r < roots; r++) {
            results[r] = code.allocateLocal(TypeKind.REFERENCE);
            code.aload(RESULTS).loadConstant(r).aaload().astore(results[r]);
            values[r] = code.allocateLocal(TypeKind.LONG);
        }
        row = code.allocateLocal(TypeKind.INT);
        code.iconst_0().istore(row);
        Label start = code.newBoundLabel();
        Label end = code.newLabel();
        code.iload(row).iload(ROWS).if_icmpge(end);
        for (int r = 0; r < roots; r++) {
            push(shape.roots().get(r));
            code.lstore(values[r]);
        }
        for (int r = 0; r < roots; r++) {
            code.aload(results[r]).iload(row).lload(values[r]).lastore();
        }
        code.iinc(row, 1).goto_(start);
        code.labelBinding(end).return_();
    }

    private void openArrays() {
        for (int slot = 0; slot < columns.length; slot++) {
            columns[slot] = code.allocateLocal(TypeKind.REFERENCE);
            ClassDesc type = isInt(shape.columns().get(slot)) ? CD_int.arrayType() : LONGS;
            code.aload(COLUMNS).loadConstant(slot).aaload().checkcast(type).astore(columns[slot]);
        }
        for (int c = 0; c < constants.length; c++) {
            constants[c] = code.allocateLocal(TypeKind.LONG);
            code.aload(CONSTANTS).loadConstant(c).laload().lstore(constants[c]);
        }
    }

    private static boolean isInt(Column column) {
        return column.type() == PhysicalType.INT;
    }

    /** Leaves the node's value of the row on the stack. */
    private void push(FusedNode node) {
        switch (node) {
            case Column column -> {
                code.aload(columns[shape.slot(column)]).iload(row);
                if (isInt(column)) {
                    code.iaload().i2l();
                } else {
                    code.laload();
                }
            }
            case Constant constant -> code.lload(constants[shape.slot(constant)]);
            case Operation operation -> {
                push(operation.left());
                push(operation.right());
                switch (operation.operator()) {
                    case ADD -> code.ladd();
                    case SUBTRACT -> code.lsub();
                    case MULTIPLY -> code.lmul();
                }
            }
            case Choice choice -> push(choice);
        }
    }

    /** Both branches are computed first: they cannot fail, and the choice becomes a move. */
    private void push(Choice choice) {
        push(choice.left());
        push(choice.right());
        int left = code.allocateLocal(TypeKind.LONG);
        int right = code.allocateLocal(TypeKind.LONG);
        int then = code.allocateLocal(TypeKind.LONG);
        int otherwise = code.allocateLocal(TypeKind.LONG);
        code.lstore(right).lstore(left);
        push(choice.then());
        code.lstore(then);
        push(choice.otherwise());
        code.lstore(otherwise);
        Label isTrue = code.newLabel();
        Label end = code.newLabel();
        code.lload(left).lload(right).lcmp();
        switch (choice.comparison()) {
            case EQUAL -> code.ifeq(isTrue);
            case NOT_EQUAL -> code.ifne(isTrue);
            case LESS -> code.iflt(isTrue);
            case LESS_OR_EQUAL -> code.ifle(isTrue);
            case GREATER -> code.ifgt(isTrue);
            case GREATER_OR_EQUAL -> code.ifge(isTrue);
        }
        code.lload(otherwise).goto_(end);
        code.labelBinding(isTrue).lload(then);
        code.labelBinding(end);
    }
}
