/* Preloaded into segue by the year test: SIGKILL to itself at a chosen system call, so that a kill lies where it is
   wanted: amid a request to Spotify, amid a write to disk, amid a load. SEGUE_KILL=<group>:<n> says which call:

   request  the n-th step (send, recv) of an exchange with /v1/… or /api/token
   write    the n-th step (open to write, write, fsync, link, rename, unlink) on a file of lake/ or secrets/
   load     the n-th write or fsync of a *.duckdb file or its .wal

   Every second step dies before the call, every other after it; a write that dies "after" has written half. One line,
   "<group> <call> <path or ->", goes to SEGUE_KILL_LOG just before. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum group { NONE, REQUEST, WRITE, LOAD };
static const char *const names[] = {"none", "request", "write", "load"};
static enum group wanted = NONE;
static long left = -1;
static long first = 0;
static atomic_long counted = 0;
static atomic_int spoken_to = -1; /* the socket on which an exchange with Spotify goes on */

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void) {
  const char *text = getenv("SEGUE_KILL");
  if (text == NULL) return;
  for (int group = REQUEST; group <= LOAD; ++group) {
    const size_t length = strlen(names[group]);
    if (strncmp(text, names[group], length) == 0 && text[length] == ':') {
      wanted = (enum group)group;
      first = left = strtol(text + length + 1, NULL, 10);
    }
  }
}

static void die(const char *call, const char *path) {
  const char *log = getenv("SEGUE_KILL_LOG");
  if (log != NULL) {
    char line[4200];
    const int length = snprintf(line, sizeof line, "%s %s %s\n", names[wanted], call, path);
    const int fd = REAL(open)(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd >= 0 && REAL(write)(fd, line, (size_t)length) < 0) _exit(99);
  }
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

/* True when this is the step to die at. */
static int due(enum group group) {
  return group == wanted && atomic_fetch_add(&counted, 1) + 1 == left;
}
static int before(void) { return first % 2 == 0; }

static enum group group_of_path(const char *path) {
  const char *name = strrchr(path, '/');
  if (name == NULL) return NONE;
  if (strstr(path, "/lake/") != NULL || strstr(path, "/secrets/") != NULL) return WRITE;
  return strstr(name, ".duckdb") != NULL ? LOAD : NONE;
}
static enum group group_of_fd(int fd, char *path, size_t size) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t length = readlink(link, path, size - 1);
  if (length <= 0) return NONE;
  path[length] = 0;
  return group_of_path(path);
}

static int to_spotify(const void *bytes, size_t size) {
  return (size > 8 && memmem(bytes, size < 16 ? size : 16, " /v1/", 5) != NULL) ||
         (size > 16 && memmem(bytes, 16, " /api/token", 11) != NULL);
}

ssize_t send(int fd, const void *bytes, size_t size, int flags) {
  if (wanted != REQUEST) return REAL(send)(fd, bytes, size, flags);
  const int is_call = to_spotify(bytes, size);
  if (is_call) atomic_store(&spoken_to, fd);
  else if (size > 4 && memcmp(bytes, "GET ", 4) == 0) atomic_store(&spoken_to, -1);
  if (!is_call || !due(REQUEST)) return REAL(send)(fd, bytes, size, flags);
  if (!before()) REAL(send)(fd, bytes, size, flags);
  die("send", "-");
  return -1;
}

ssize_t recv(int fd, void *bytes, size_t size, int flags) {
  const int dies = wanted == REQUEST && fd == atomic_load(&spoken_to) && due(REQUEST);
  if (dies && before()) die("recv", "-");
  const ssize_t got = REAL(recv)(fd, bytes, size, flags);
  if (dies) die("recv", "-");
  return got;
}

static ssize_t half_of(ssize_t size) { return size > 1 ? size / 2 : size; }

ssize_t write(int fd, const void *bytes, size_t size) {
  char path[4096];
  const enum group group = wanted == NONE ? NONE : group_of_fd(fd, path, sizeof path);
  if (group != NONE && due(group)) {
    if (!before()) REAL(write)(fd, bytes, (size_t)half_of((ssize_t)size));
    die("write", path);
  }
  return REAL(write)(fd, bytes, size);
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at) {
  char path[4096];
  const enum group group = wanted == NONE ? NONE : group_of_fd(fd, path, sizeof path);
  if (group != NONE && due(group)) {
    if (!before()) REAL(pwrite64)(fd, bytes, (size_t)half_of((ssize_t)size), at);
    die("pwrite", path);
  }
  return REAL(pwrite64)(fd, bytes, size, at);
}
ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at) { return pwrite64(fd, bytes, size, at); }

int fsync(int fd) {
  char path[4096];
  const enum group group = wanted == NONE ? NONE : group_of_fd(fd, path, sizeof path);
  const int dies = group != NONE && due(group);
  if (dies && before()) die("fsync", path);
  const int done = REAL(fsync)(fd);
  if (dies) die("fsync", path);
  return done;
}

static int on_path(const char *call, const char *path, int (*real)(const char *, const char *), const char *to) {
  const int dies = wanted == WRITE && group_of_path(path) == WRITE && due(WRITE);
  if (dies && before()) die(call, path);
  const int done = real(path, to);
  if (dies) die(call, path);
  return done;
}
int link(const char *from, const char *to) { return on_path("link", from, REAL(link), to); }
int rename(const char *from, const char *to) { return on_path("rename", from, REAL(rename), to); }

static int unlink_it(const char *path, const char *unused) {
  (void)unused;
  return REAL(unlink)(path);
}
int unlink(const char *path) { return on_path("unlink", path, unlink_it, NULL); }

int open(const char *path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : 0;
  va_end(more);
  const int dies = (flags & O_CREAT) != 0 && wanted == WRITE && group_of_path(path) == WRITE && due(WRITE);
  if (dies && before()) die("open", path);
  const int fd = REAL(open)(path, flags, mode);
  if (dies) die("open", path);
  return fd;
}
