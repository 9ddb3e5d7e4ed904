// SPDX-License-Identifier: Apache-2.0
#include "plugin/writer.hpp"

#include <cmath>
#include <utility>

#include "plugin/adapt.hpp"
#include "plugin/call.hpp"
#include "plugin/option_tables.hpp"
#include "plugin/report_tables.hpp"

namespace forge::plugin {
namespace {

// Collects what a writer hands over. The storage behind forge_sink::impl.
forge_status append(const forge_sink *sink, const char *bytes, uint64_t n_bytes) noexcept {
  try {
    if (bytes == nullptr && n_bytes > 0) {
      return FORGE_INVALID;
    }
    static_cast<std::string *>(sink->impl)->append(bytes, static_cast<std::size_t>(n_bytes));
    return FORGE_OK;
  } catch (...) {  // out of memory
    return FORGE_INTERNAL;
  }
}

}  // namespace

Writer::Writer(const forge_report_interface &table, std::uint32_t index, Provenance from)
    : provenance(std::move(from)), table_(&table), index_(index) {
  const Title words = title(table.writer_info(index));
  id = words.id;
  summary = words.summary;
  extension = words.extra;
  options = descriptions([&](std::uint32_t i) { return table.option_info(index, i); }, ListKind::options,
                         "writer '" + id + "': option_info");
}

std::string Writer::owner() const {
  return "report writer '" + id + "' of plugin '" + provenance.plugin + "'";
}

std::string Writer::write(const Host &host, const std::vector<Table> &tables, const OptionValues &values) const {
  const ReportTables views(tables);
  const OptionTable option_table(values);
  std::string bytes;
  const forge_sink sink{sizeof(forge_sink), 0, &bytes, append};
  Words words;
  const forge_status status = guarded(owner(), "write", [&] {
    return table_->write(host.table(), index_, option_table.table(), views.data(), views.size(), &sink, words.table());
  });
  if (status != FORGE_OK) {
    throw failure(owner(), "write", status, words.text());
  }
  return bytes;
}

}  // namespace forge::plugin
