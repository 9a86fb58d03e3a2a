/** SQL types and their physical forms; the vocabulary shared by every module. */
package io.colonnade.type;
