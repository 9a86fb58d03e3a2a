/** The bucket that holds every durable byte, behind one small interface. */
package io.colonnade.storage.object;
