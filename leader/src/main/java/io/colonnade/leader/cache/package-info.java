/** The result cache. */
package io.colonnade.leader.cache;
