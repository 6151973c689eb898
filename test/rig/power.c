// Preloaded into a process: notes every change of the files below POWER_FOLDER, and every sync of them, in the order
// they were made, in the file POWER_TRACE. test/rig/power-disk.ts reads it, and cuts the power where it likes.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { OPENED = 1, WRITTEN, TRUNCATED, SYNCED, REMOVED, RENAMED };
enum { MOST_FDS = 4096, LONGEST_PATH = 512 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *folder;
static int trace = -1;
static uint64_t notes;
static char paths[MOST_FDS][LONGEST_PATH];

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("POWER_TRACE");
  folder = getenv("POWER_FOLDER");
  if (folder != NULL && path != NULL) trace = REAL(open)(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
}

static int is_watched(const char *path) {
  // The index of a write-ahead log is made anew after a crash, and is mapped rather than written.
  size_t length = path == NULL ? 0 : strlen(path);
  return trace >= 0 && length > 0 && length < LONGEST_PATH && strncmp(path, folder, strlen(folder)) == 0 &&
         (length < 4 || strcmp(path + length - 4, "-shm") != 0);
}

static int is_open(int fd) { return trace >= 0 && fd >= 0 && fd < MOST_FDS && paths[fd][0] != 0; }

// One record: kind, length of the path, of the bytes, where they go, when; then path and bytes.
static void note(uint32_t kind, const char *path, uint64_t at, const struct iovec *parts, int count, uint64_t size) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  uint32_t head[2] = {kind, (uint32_t)strlen(path)};
  uint64_t tail[3] = {size, at, (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec};
  struct iovec out[3] = {{head, sizeof head}, {tail, sizeof tail}, {(void *)path, strlen(path)}};
  notes += 1;
  if (REAL(writev)(trace, out, 3) < 0) abort();
  for (uint64_t left = size; left > 0 && count > 0; parts += 1, count -= 1) {
    uint64_t take = parts->iov_len < left ? parts->iov_len : left;
    if (REAL(write)(trace, parts->iov_base, take) != (ssize_t)take) abort();
    left -= take;
  }
}

static int opened(int fd, const char *path, int flags) {
  if (fd < 0 || fd >= MOST_FDS) return fd;
  pthread_mutex_lock(&lock);
  paths[fd][0] = 0;
  if (is_watched(path)) {
    strcpy(paths[fd], path);
    note(OPENED, path, (flags & O_TRUNC) != 0, NULL, 0, 0);
  }
  pthread_mutex_unlock(&lock);
  return fd;
}

#define OPEN(name, first, given)                                   \
  int name(first const char *path, int flags, ...) {               \
    va_list rest;                                                  \
    va_start(rest, flags);                                         \
    mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(rest, mode_t) : 0; \
    va_end(rest);                                                  \
    return opened(REAL(name)(given path, flags, mode), path, flags); \
  }
#define NONE
#define AND ,
OPEN(open, NONE, NONE)
OPEN(open64, NONE, NONE)
OPEN(openat, int where AND, where AND)
OPEN(openat64, int where AND, where AND)

int close(int fd) {
  if (is_open(fd)) {
    pthread_mutex_lock(&lock);
    paths[fd][0] = 0;
    pthread_mutex_unlock(&lock);
  }
  return REAL(close)(fd);
}

// A file opened to append writes at its end, wherever it is asked to.
static uint64_t place(int fd, int64_t asked) {
  struct stat now;
  if (asked >= 0) return (uint64_t)asked;
  if ((fcntl(fd, F_GETFL) & O_APPEND) != 0 && fstat(fd, &now) == 0) return (uint64_t)now.st_size;
  return (uint64_t)lseek(fd, 0, SEEK_CUR);
}

#define WRITE(name, args, asked, parts, count, call)               \
  ssize_t name args {                                              \
    if (!is_open(fd)) return REAL(name) call;                      \
    pthread_mutex_lock(&lock);                                     \
    uint64_t at = place(fd, asked);                                \
    ssize_t done = REAL(name) call;                                \
    if (done > 0) note(WRITTEN, paths[fd], at, parts, count, (uint64_t)done); \
    pthread_mutex_unlock(&lock);                                   \
    return done;                                                   \
  }
#define ONE (&(struct iovec){(void *)bytes, size})
WRITE(write, (int fd, const void *bytes, size_t size), -1, ONE, 1, (fd, bytes, size))
WRITE(pwrite, (int fd, const void *bytes, size_t size, off_t to), to, ONE, 1, (fd, bytes, size, to))
WRITE(pwrite64, (int fd, const void *bytes, size_t size, off64_t to), to, ONE, 1, (fd, bytes, size, to))
WRITE(writev, (int fd, const struct iovec *list, int many), -1, list, many, (fd, list, many))
WRITE(pwritev, (int fd, const struct iovec *list, int many, off_t to), to, list, many, (fd, list, many, to))
WRITE(pwritev64, (int fd, const struct iovec *list, int many, off64_t to), to, list, many, (fd, list, many, to))

#define TRUNCATE(name, type)                                       \
  int name(int fd, type size) {                                    \
    if (!is_open(fd)) return REAL(name)(fd, size);                 \
    pthread_mutex_lock(&lock);                                     \
    int failed = REAL(name)(fd, size);                             \
    if (!failed) note(TRUNCATED, paths[fd], (uint64_t)size, NULL, 0, 0); \
    pthread_mutex_unlock(&lock);                                   \
    return failed;                                                 \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

// What is written while a sync runs need not be in it: the note says how many changes came before it began.
#define SYNC(name)                                                 \
  int name(int fd) {                                               \
    if (!is_open(fd)) return REAL(name)(fd);                       \
    pthread_mutex_lock(&lock);                                     \
    uint64_t before = notes;                                       \
    pthread_mutex_unlock(&lock);                                   \
    int failed = REAL(name)(fd);                                   \
    pthread_mutex_lock(&lock);                                     \
    if (!failed) note(SYNCED, paths[fd], before, NULL, 0, 0);      \
    pthread_mutex_unlock(&lock);                                   \
    return failed;                                                 \
  }
SYNC(fsync)
SYNC(fdatasync)

#define MOVE(name, args, call, kind, from, to)                     \
  int name args {                                                  \
    if (!is_watched(from)) return REAL(name) call;                 \
    pthread_mutex_lock(&lock);                                     \
    int failed = REAL(name) call;                                  \
    struct iovec target = {(void *)(to), strlen(to)};              \
    if (!failed) note(kind, from, 0, &target, 1, strlen(to));      \
    pthread_mutex_unlock(&lock);                                   \
    return failed;                                                 \
  }
MOVE(unlink, (const char *path), (path), REMOVED, path, "")
MOVE(rename, (const char *path, const char *target_path), (path, target_path), RENAMED, path, target_path)
