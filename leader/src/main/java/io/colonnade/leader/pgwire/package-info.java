/**
 * The PostgreSQL v3 protocol over TCP and TLS. Event loops frame bytes into messages and write
 * buffers; everything else of a client runs on its own virtual thread, one message at a time. The
 * only package that knows Netty.
 *
 * <pre>
 * event loop:      TlsDetector -> FrontendDecoder -> ConnectionHandler -> Inbox (bounded)
 * virtual thread:  Inbox -> ClientConnection -> SimpleQuery, ExtendedQuery -> Session
 *                  Session -> PortalRunner -> RowEncoder -> ClientWriter -> event loop
 * </pre>
 */
package io.colonnade.leader.pgwire;
