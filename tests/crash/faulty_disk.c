// A disk that can fall ill: loaded before a program (LD_PRELOAD), it stands between the program and the files whose
// names hold SOJOURN_ILL_FOLDER. The first byte of the file SOJOURN_ILL_STATE says how it is, and may change at any time:
//   '0' well   'f' full   'h' full in the midst of each write, unseen   'r' turned read-only   'e' broken   's' slow to sync
//   'F' and 'R' say so to those who ask, and still take what is written.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/statvfs.h>
#include <sys/types.h>
#include <unistd.h>

enum { kFiles = 65536, kSlowMicros = 300000 };
static volatile char* state;
static const char* folder;
static volatile char watched[kFiles];

__attribute__((constructor)) static void begin(void) {
  const char* name = getenv("SOJOURN_ILL_STATE");
  folder = getenv("SOJOURN_ILL_FOLDER");
  if (name == NULL || folder == NULL) return;
  int (*real)(const char*, int, ...) = dlsym(RTLD_NEXT, "open");
  const int file = real(name, O_RDONLY);
  if (file < 0) return;
  void* page = mmap(NULL, 1, PROT_READ, MAP_SHARED, file, 0);
  if (page != MAP_FAILED) state = page;
  close(file);
}

static char how(int file) { return state != NULL && file >= 0 && file < kFiles && watched[file] ? *state : '0'; }

static int fault_of(char ill) { return ill == 'r' ? EROFS : ill == 'e' ? EIO : ENOSPC; }

static int refuse(char ill) {
  errno = fault_of(ill);
  return -1;
}

static int no_writes(char ill) { return ill == 'f' || ill == 'h' || ill == 'r' || ill == 'e'; }

static int opened(int file, const char* name) {
  if (file >= 0 && file < kFiles) watched[file] = folder != NULL && strstr(name, folder) != NULL;
  return file;
}

#define OPEN(NAME)                                                                                     \
  int NAME(const char* name, int flags, ...) {                                                         \
    va_list rest;                                                                                      \
    va_start(rest, flags);                                                                             \
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;               \
    va_end(rest);                                                                                      \
    const char ill = state != NULL && folder != NULL && strstr(name, folder) != NULL ? *state : '0';   \
    if (ill == 'r' && (flags & O_ACCMODE) != O_RDONLY) return refuse(ill);                             \
    if (no_writes(ill) && (flags & O_CREAT) != 0 && access(name, F_OK) != 0) return refuse(ill);       \
    return opened(((int (*)(const char*, int, ...))dlsym(RTLD_NEXT, #NAME))(name, flags, mode), name); \
  }
OPEN(open)
OPEN(open64)

#define WRITE(NAME, PARAMETERS, ARGUMENTS, HALF)         \
  ssize_t NAME PARAMETERS {                              \
    const char ill = how(file);                          \
    ssize_t(*real) PARAMETERS = dlsym(RTLD_NEXT, #NAME); \
    if (ill == 'h' && size > 1) return real HALF;        \
    if (no_writes(ill)) return refuse(ill);              \
    return real ARGUMENTS;                               \
  }
// Half of it finds room each time; the last byte never does.
WRITE(write, (int file, const void* data, size_t size), (file, data, size), (file, data, size / 2))
WRITE(pwrite, (int file, const void* data, size_t size, off_t at), (file, data, size, at), (file, data, size / 2, at))
WRITE(pwrite64, (int file, const void* data, size_t size, off64_t at), (file, data, size, at),
      (file, data, size / 2, at))

#define SYNC(NAME)                                        \
  int NAME(int file) {                                    \
    const char ill = how(file);                           \
    if (ill == 's') usleep(kSlowMicros);                  \
    if (ill == 'e') return refuse(ill);                   \
    return ((int (*)(int))dlsym(RTLD_NEXT, #NAME))(file); \
  }
SYNC(fsync)
SYNC(fdatasync)

// Making a file shorter needs no room.
#define CUT(NAME, SIZE)                                               \
  int NAME(int file, SIZE size) {                                     \
    const char ill = how(file);                                       \
    if (ill == 'r' || ill == 'e') return refuse(ill);                 \
    return ((int (*)(int, SIZE))dlsym(RTLD_NEXT, #NAME))(file, size); \
  }
CUT(ftruncate, off_t)
CUT(ftruncate64, off64_t)

// A full disk says so when asked, and so does one that was turned read-only.
#define ROOM(NAME, KIND)                                                                             \
  int NAME(const char* name, struct KIND* room) {                                                    \
    const int done = ((int (*)(const char*, struct KIND*))dlsym(RTLD_NEXT, #NAME))(name, room);      \
    const char ill = state != NULL && folder != NULL && strstr(name, folder) != NULL ? *state : '0'; \
    if (done == 0 && (ill == 'f' || ill == 'F')) room->f_bavail = room->f_bfree = 0;                 \
    if (done == 0 && (ill == 'r' || ill == 'R')) room->f_flag |= ST_RDONLY;                          \
    return done;                                                                                     \
  }
ROOM(statvfs, statvfs)
ROOM(statvfs64, statvfs64)
