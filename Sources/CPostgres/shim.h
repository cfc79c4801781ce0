#pragma once
#include <libpq-fe.h>

// libpq's codes of a message's parts are characters, which Swift does not import as numbers.
static const int CPOSTGRES_FIELD_SQLSTATE = PG_DIAG_SQLSTATE;
static const int CPOSTGRES_FIELD_MESSAGE = PG_DIAG_MESSAGE_PRIMARY;
static const int CPOSTGRES_FIELD_DETAIL = PG_DIAG_MESSAGE_DETAIL;
static const int CPOSTGRES_FIELD_HINT = PG_DIAG_MESSAGE_HINT;
static const int CPOSTGRES_FIELD_POSITION = PG_DIAG_STATEMENT_POSITION;
static const int CPOSTGRES_FIELD_CONTEXT = PG_DIAG_CONTEXT;
static const int CPOSTGRES_FIELD_CONSTRAINT = PG_DIAG_CONSTRAINT_NAME;
