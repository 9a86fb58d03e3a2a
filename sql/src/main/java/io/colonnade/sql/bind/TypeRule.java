package io.colonnade.sql.bind;

import io.colonnade.type.SqlType;

import org.apache.calcite.rel.type.RelDataType;

import java.util.List;

/** The result type of a function, from the types of its converted arguments. */
@FunctionalInterface
interface TypeRule {
    /**
     * @param constants per argument its value if it is an integer constant, else null
     */
    RelDataType apply(List<RelDataType> arguments, Integer[] constants);

    /** This type; NULL when an argument is. */
    static TypeRule of(SqlType type) {
        RelDataType notNull = TypeMapping.toRel(type, false);
        RelDataType nullable = TypeMapping.toRel(type, true);
        return (arguments, constants) -> anyNullable(arguments) ? nullable : notNull;
    }

    /** This type, always nullable. */
    static TypeRule nullable(SqlType type) {
        RelDataType nullable = TypeMapping.toRel(type, true);
        return (arguments, constants) -> nullable;
    }

    /** This type, never NULL. */
    static TypeRule notNull(SqlType type) {
        RelDataType notNull = TypeMapping.toRel(type, false);
        return (arguments, constants) -> notNull;
    }

    /** The type of an argument; NULL when any argument is. */
    static TypeRule argument(int index) {
        return (arguments, constants) -> withNulls(arguments.get(index), arguments);
    }

    /** The type that all arguments have in common; NULL only when all are. */
    static TypeRule common() {
        return (arguments, constants) ->
                TypeMapping.FACTORY.createTypeWithNullability(
                        CommonType.of(arguments),
                        arguments.stream().allMatch(RelDataType::isNullable));
    }

    static boolean anyNullable(List<RelDataType> arguments) {
        for (RelDataType argument : arguments) {
            if (argument.isNullable()) {
                return true;
            }
        }
        return false;
    }

    static RelDataType withNulls(RelDataType type, List<RelDataType> arguments) {
        return TypeMapping.FACTORY.createTypeWithNullability(type, anyNullable(arguments));
    }
}
