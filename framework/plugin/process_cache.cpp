// SPDX-License-Identifier: Apache-2.0
#include "plugin/process_cache.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>
#include <vector>

#include "support/error.hpp"
#include "support/hash.hpp"

namespace forge::plugin {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view format = "forge.process/1 ";
constexpr std::size_t hash_length = 64;

fs::path directory_of_user() {
  const auto variable = [](const char *name) {
    const char *value = std::getenv(name);
    return std::string(value != nullptr ? value : "");
  };
  if (const std::string own = variable("FORGE_CACHE"); !own.empty()) {
    return own == "off" ? fs::path() : fs::path(own) / "process";
  }
  if (const fs::path common = variable("XDG_CACHE_HOME"); common.is_absolute()) {
    return common / "forge" / "process";
  }
  const fs::path home = variable("HOME");
  return home.is_absolute() ? home / ".cache" / "forge" / "process" : fs::path();
}

// Lengths stand before what they are of, so that no two lists of texts are the same bytes.
class Packer {
 public:
  void add(std::uint64_t number) {
    for (int shift = 0; shift < 64; shift += 8) {
      bytes_ += static_cast<char>((number >> shift) & 0xFFU);
    }
  }
  void add(std::string_view text) {
    add(std::uint64_t{text.size()});
    bytes_ += text;
  }
  const std::string &bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : bytes_(bytes) {}
  bool take(std::uint64_t &number) {
    if (bytes_.size() < 8) {
      return false;
    }
    number = 0;
    for (std::size_t i = 0; i < 8; ++i) {
      number |= std::uint64_t{static_cast<unsigned char>(bytes_[i])} << (8 * i);
    }
    bytes_.remove_prefix(8);
    return true;
  }
  bool take(std::string &text) {
    std::uint64_t size = 0;
    if (!take(size) || size > bytes_.size()) {
      return false;
    }
    text = bytes_.substr(0, static_cast<std::size_t>(size));
    bytes_.remove_prefix(static_cast<std::size_t>(size));
    return true;
  }
  bool is_empty() const { return bytes_.empty(); }

 private:
  std::string_view bytes_;
};

std::string packed(const ProcessOutcome &outcome) {
  Packer packer;
  packer.add(outcome.output);
  packer.add(outcome.errors);
  packer.add(std::uint64_t{outcome.files.size()});
  for (const auto &file : outcome.files) {
    packer.add(std::uint64_t{file.has_value()});
    packer.add(file ? *file : std::string());
  }
  return packer.bytes();
}

std::optional<ProcessOutcome> unpacked(std::string_view bytes) {
  Unpacker unpacker(bytes);
  ProcessOutcome outcome;
  std::uint64_t n_files = 0;
  if (!unpacker.take(outcome.output) || !unpacker.take(outcome.errors) || !unpacker.take(n_files)) {
    return std::nullopt;
  }
  for (std::uint64_t i = 0; i < n_files; ++i) {
    std::uint64_t is_there = 0;
    std::string file;
    if (!unpacker.take(is_there) || !unpacker.take(file)) {
      return std::nullopt;
    }
    outcome.files.push_back(is_there != 0 ? std::optional(std::move(file)) : std::nullopt);
  }
  return unpacker.is_empty() ? std::optional(std::move(outcome)) : std::nullopt;
}

// What lies below a directory, with what lies behind links: a program that gets the directory sees it all. A directory
// that is above itself is named there, and not entered again.
class Listing {
 public:
  struct Entry {
    std::string name;  // from the directory on
    fs::path file;     // a regular file; else empty
    std::string what;  // else what it is
  };

  // By name; nothing where there is too much.
  static std::optional<std::vector<Entry>> of(const fs::path &directory) {
    Listing listing;
    if (!listing.read(directory, {})) {
      return std::nullopt;
    }
    std::sort(listing.entries_.begin(), listing.entries_.end(),
              [](const Entry &a, const Entry &b) { return a.name < b.name; });
    return std::move(listing.entries_);
  }

 private:
  bool read(const fs::path &directory, const fs::path &name) {
    const fs::path place = fs::canonical(directory);
    const auto above = std::find(above_.begin(), above_.end(), place);
    const bool is_loop = above != above_.end();
    entries_.push_back({name.string(), {}, is_loop ? "above " + std::to_string(above - above_.begin()) : "directory"});
    if (is_loop) {
      return true;
    }
    if (++n_directories_ > most) {
      return false;
    }
    above_.push_back(place);
    for (const auto &entry : fs::directory_iterator(directory)) {
      if (!add(entry, name / entry.path().filename())) {
        return false;
      }
    }
    above_.pop_back();
    return true;
  }

  bool add(const fs::directory_entry &entry, const fs::path &name) {
    if (entry.is_directory()) {
      return read(entry.path(), name);
    }
    if (!entry.is_regular_file()) {
      entries_.push_back({name.string(), {}, "other"});
      return ++n_files_ <= most;
    }
    entries_.push_back({name.string(), entry.path(), ""});
    n_bytes_ += entry.file_size();
    return ++n_files_ <= most && n_bytes_ <= most_bytes;
  }

  static constexpr std::size_t most = 1000;
  static constexpr std::uintmax_t most_bytes = std::uintmax_t{64} << 20;
  std::vector<Entry> entries_;
  std::vector<fs::path> above_;  // directories that are being read, without links
  std::size_t n_directories_ = 0, n_files_ = 0;
  std::uintmax_t n_bytes_ = 0;
};

}  // namespace

ProcessCache::ProcessCache() : ProcessCache(directory_of_user()) {}

std::string ProcessCache::hash_of(const fs::path &file) {
  const std::string name = file.string() + '\n' + std::to_string(fs::file_size(file)) + '\n' +
                           std::to_string(fs::last_write_time(file).time_since_epoch().count());
  {
    const std::lock_guard lock(mutex_);
    const auto known = hashes_.find(name);
    if (known != hashes_.end()) {
      return known->second;
    }
  }
  std::string hash = sha256_of_file(file);
  const std::lock_guard lock(mutex_);
  return hashes_.emplace(name, std::move(hash)).first->second;
}

std::optional<std::string> ProcessCache::key_of(const ProcessSpec &spec) {
  if (directory_.empty()) {
    return std::nullopt;
  }
  try {
    Packer packer;
    packer.add(hash_of(spec.file));
    packer.add(std::uint64_t{spec.arguments.size()});
    for (const auto &argument : spec.arguments) {
      packer.add(argument);
    }
    packer.add(spec.input);
    packer.add(std::uint64_t{spec.files.size()});
    for (const auto &[name, bytes] : spec.files) {
      packer.add(name);
      packer.add(bytes);
    }
    packer.add(std::uint64_t{spec.links.size()});
    for (const auto &[name, directory] : spec.links) {
      const auto entries = Listing::of(directory);
      if (!entries) {
        return std::nullopt;
      }
      packer.add(name);
      packer.add(std::uint64_t{entries->size()});
      for (const auto &entry : *entries) {
        packer.add(entry.name);
        packer.add(entry.file.empty() ? entry.what : hash_of(entry.file));
      }
    }
    packer.add(std::uint64_t{spec.wanted.size()});
    for (const auto &name : spec.wanted) {
      packer.add(name);
    }
    return sha256(packer.bytes());
  } catch (const fs::filesystem_error &) {
    return std::nullopt;
  } catch (const Error &) {  // a file that can't be read
    return std::nullopt;
  }
}

std::optional<ProcessOutcome> ProcessCache::find(const std::string &key) const {
  const fs::path file = directory_ / key;
  std::ifstream stream(file, std::ios::binary);
  const std::string all((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  const std::size_t header = format.size() + hash_length + 1;
  if (!stream || all.size() < header || all.compare(0, format.size(), format) != 0) {
    return std::nullopt;
  }
  const std::string_view payload = std::string_view(all).substr(header);
  if (all.compare(format.size(), hash_length, sha256(payload)) != 0) {
    return std::nullopt;
  }
  auto outcome = unpacked(payload);
  if (outcome) {
    std::error_code ignored;
    fs::last_write_time(file, fs::file_time_type::clock::now(), ignored);  // it was of use
  }
  return outcome;
}

void ProcessCache::keep(const std::string &key, const ProcessOutcome &outcome) const {
  if (outcome.ending != ProcessOutcome::Ending::exited || outcome.code != 0 || outcome.is_cut) {
    return;
  }
  std::error_code failed;
  fs::create_directories(directory_, failed);
  // Under another name until it is whole: whoever reads sees all of it or nothing.
  std::string unfinished = (directory_ / "unfinished-XXXXXX").string();
  const int file = failed ? -1 : mkstemp(unfinished.data());
  if (file < 0) {
    return;
  }
  close(file);
  const std::string payload = packed(outcome);
  {
    std::ofstream stream(unfinished, std::ios::binary | std::ios::trunc);
    stream << format << sha256(payload) << '\n' << payload;
    stream.flush();
    if (!stream) {
      failed = std::make_error_code(std::errc::io_error);
    }
  }
  if (!failed) {
    fs::rename(unfinished, directory_ / key, failed);
  }
  if (failed) {
    std::error_code ignored;
    fs::remove(unfinished, ignored);
  }
  make_room();
}

void ProcessCache::make_room() const {
  struct Entry {
    fs::file_time_type used;
    std::uintmax_t bytes;
    fs::path path;
  };
  std::vector<Entry> entries;
  std::uintmax_t total = 0;
  std::error_code failed;
  for (fs::directory_iterator at(directory_, failed), end; !failed && at != end; at.increment(failed)) {
    // Another process may have removed it meanwhile.
    std::error_code gone;
    const auto used = at->last_write_time(gone);
    const auto bytes = gone ? 0 : at->file_size(gone);
    if (!gone) {
      entries.push_back({used, bytes, at->path()});
      total += bytes;
    }
  }
  std::size_t count = entries.size();
  if (count <= most_results && total <= most_bytes) {
    return;
  }
  std::sort(entries.begin(), entries.end(), [](const Entry &a, const Entry &b) { return a.used < b.used; });
  for (const Entry &entry : entries) {
    if (count <= most_results / 4 * 3 && total <= most_bytes / 4 * 3) {
      return;
    }
    std::error_code ignored;
    fs::remove(entry.path, ignored);
    --count;
    total -= entry.bytes;
  }
}

}  // namespace forge::plugin
