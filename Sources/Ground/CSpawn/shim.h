#pragma once
// What glibc (2.34 and later) has for starting programs, but shows only to _GNU_SOURCE, which
// Swift's importer does not define.
#include <spawn.h>

extern int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *, const char *);
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *, int);
extern int pipe2(int *, int);

// POSIX_SPAWN_SETSID: the child leads a session of its own, away from our terminal.
static const short cspawn_setsid = 0x80;
