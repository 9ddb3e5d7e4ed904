// SPDX-License-Identifier: Apache-2.0
//
// The child's end of the pipe; declared in child.hpp.
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "check/child.hpp"

namespace forge::check {

using std::chrono::milliseconds;

void Reporter::send(char tag, const std::string &bytes) {
  const auto length = static_cast<std::uint32_t>(std::min(bytes.size(), longest_record));
  std::string record(1 + sizeof length, tag);
  std::memcpy(record.data() + 1, &length, sizeof length);
  record.append(bytes, 0, length);
  for (std::string_view rest = record; !rest.empty();) {
    const ssize_t count = write(descriptor_, rest.data(), rest.size());
    if (count < 0 && errno != EINTR) {
      return;  // the parent sees that the end is missing
    }
    rest.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  }
}

void Reporter::step(const std::string &words, std::optional<milliseconds> limit) {
  send('S', words);
  if (limit) {
    const std::int64_t count = limit->count();
    std::string bytes(sizeof count, '\0');
    std::memcpy(bytes.data(), &count, sizeof count);
    send('L', bytes);
  }
}

void Reporter::note(const std::string &text) {
  send('N', text);
}
void Reporter::warning(const std::string &text) {
  send('W', text);
}
void Reporter::failure(const std::string &text) {
  ++failures_;
  send('F', text);
}
void Reporter::skipped(const std::string &text) {
  send('K', text);
}
void Reporter::payload(const std::string &bytes) {
  send('P', bytes);
}
void Reporter::end() {
  send('E', "");
}

}  // namespace forge::check
