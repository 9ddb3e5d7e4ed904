// SPDX-License-Identifier: Apache-2.0
#include "report/files.hpp"

#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>

#include "support/error.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace forge::report {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string &what, int reason) {
  throw Error{ErrorKind::file, what + ": " + std::strerror(reason)};
}

// Writes everything or returns errno.
int write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno != EINTR) {
      return errno;
    }
    if (count > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
  }
  return 0;
}

// A new file beside its target, removed again unless it was renamed.
class Aside {
 public:
  Aside(const fs::path &target, mode_t mode) : target_(target) {
    const auto stem = (target.parent_path() / ("." + target.filename().string() + ".")).string();
    for (unsigned attempt = 0; descriptor_ < 0 && attempt < 1000; ++attempt) {
      name_ = stem + std::to_string(::getpid()) + "-" + std::to_string(attempt) + ".tmp";
      descriptor_ = ::open(name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
      if (descriptor_ < 0 && errno != EEXIST) {
        break;
      }
    }
    if (descriptor_ < 0) {
      const int reason = errno;
      name_.clear();
      fail("cannot write " + target_.string(), reason);
    }
  }
  Aside(const Aside &) = delete;
  Aside &operator=(const Aside &) = delete;
  ~Aside() {
    if (descriptor_ >= 0) {
      ::close(descriptor_);
    }
    if (!name_.empty()) {
      ::unlink(name_.c_str());
    }
  }

  int descriptor() const { return descriptor_; }

  void replace_target() {
    const int status = ::close(descriptor_);
    descriptor_ = -1;
    if (status != 0 || ::rename(name_.c_str(), target_.c_str()) != 0) {
      fail("cannot write " + target_.string(), errno);
    }
    name_.clear();
  }

 private:
  fs::path target_;
  std::string name_;
  int descriptor_ = -1;
};

// The file behind symbolic links, also where it is not there yet: a link stays one, and its target is what changes.
fs::path behind_links(fs::path file) {
  constexpr int most_links = 40;  // as the system allows
  std::error_code error;
  for (int i = 0; i < most_links && fs::is_symlink(fs::symlink_status(file, error)); ++i) {
    const auto target = fs::read_symlink(file, error);
    if (error) {
      break;
    }
    file = file.parent_path() / target;  // an absolute target takes the place of it all
  }
  return file;
}

// A file that its owner has locked stays as it is, though a rename would get around the lock.
void require_writable_file(const fs::path &file, const fs::path &target, const struct stat &status) {
  if (S_ISDIR(status.st_mode)) {
    fail("cannot write " + file.string(), EISDIR);
  }
  if (::access(target.c_str(), W_OK) != 0) {
    fail("cannot write " + file.string(), errno);
  }
}

void write_in_place(const fs::path &file, std::string_view bytes) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) {
    fail("cannot write " + file.string(), errno);
  }
  const int reason = write_all(descriptor, bytes);
  ::close(descriptor);
  if (reason != 0) {
    fail("cannot write " + file.string(), reason);
  }
}

}  // namespace

void write_file(const fs::path &file, std::string_view bytes) {
  const auto target = behind_links(file);
  struct stat old {};
  const bool exists = ::stat(target.c_str(), &old) == 0;
  if (exists) {
    require_writable_file(file, target, old);
  }
  if (exists && !S_ISREG(old.st_mode)) {
    write_in_place(target, bytes);
    return;
  }
  Aside aside(target, 0666);
  if (exists && ::fchmod(aside.descriptor(), old.st_mode & 07777) != 0) {
    fail("cannot write " + file.string(), errno);
  }
  if (const int reason = write_all(aside.descriptor(), bytes); reason != 0) {
    fail("cannot write " + file.string(), reason);
  }
  if (::fsync(aside.descriptor()) != 0 && errno != EINVAL) {
    fail("cannot write " + file.string(), errno);
  }
  aside.replace_target();
}

void require_writable(const fs::path &file) {
  const auto target = behind_links(file);
  struct stat old {};
  if (::stat(target.c_str(), &old) == 0) {
    require_writable_file(file, target, old);
    if (!S_ISREG(old.st_mode)) {
      return;
    }
  }
  const auto folder = target.has_parent_path() ? target.parent_path() : fs::path(".");
  struct stat place {};
  if (::stat(folder.c_str(), &place) == 0 && !S_ISDIR(place.st_mode)) {
    fail("cannot write " + file.string(), ENOTDIR);
  }
  if (::access(folder.c_str(), W_OK | X_OK) != 0) {
    fail("cannot write " + file.string(), errno);
  }
}

void write_stdout(std::string_view bytes) {
  if (const int reason = write_all(STDOUT_FILENO, bytes); reason != 0) {
    fail("cannot write to stdout", reason);
  }
}

}  // namespace forge::report
