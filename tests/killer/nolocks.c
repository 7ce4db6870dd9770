/* Preloaded into segue by bad_days_test: a file system that knows no locks, as some mounts of NFS. */
#include <errno.h>
#include <sys/file.h>

int flock(int file, int operation) {
  (void)file;
  (void)operation;
  errno = ENOLCK;
  return -1;
}
