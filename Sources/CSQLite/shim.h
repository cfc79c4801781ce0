#pragma once
#include <sqlite3.h>

// SQLITE_STATIC and SQLITE_TRANSIENT are casts, which Swift does not import.

/// Binds a text that SQLite copies.
static inline int csqlite_bind_text_copied(sqlite3_stmt *statement, int position, const char *bytes, sqlite3_uint64 count) {
    return sqlite3_bind_text64(statement, position, bytes, count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

/// Binds a text that stays where it is until the statement has been stepped.
static inline int csqlite_bind_text_borrowed(sqlite3_stmt *statement, int position, const char *bytes, sqlite3_uint64 count) {
    return sqlite3_bind_text64(statement, position, bytes, count, SQLITE_STATIC, SQLITE_UTF8);
}

/// Binds bytes that SQLite copies.
static inline int csqlite_bind_blob_copied(sqlite3_stmt *statement, int position, const void *bytes, sqlite3_uint64 count) {
    return sqlite3_bind_blob64(statement, position, bytes, count, SQLITE_TRANSIENT);
}
