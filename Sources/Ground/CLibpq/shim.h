// PostgreSQL's own client library, as the system installs it.
#include <libpq-fe.h>
