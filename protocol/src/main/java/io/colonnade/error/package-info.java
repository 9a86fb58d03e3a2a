/** Error codes and the one exception that carries them to the client. */
package io.colonnade.error;
