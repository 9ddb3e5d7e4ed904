// SPDX-License-Identifier: Apache-2.0
//
// C++ face of a report writer. Made by the Registry; stays valid as long as it.
#pragma once

#include <forge/abi/report.h>

#include <cstdint>
#include <string>
#include <vector>

#include "plugin/component.hpp"
#include "plugin/description.hpp"
#include "plugin/host.hpp"
#include "support/table.hpp"

namespace forge::plugin {

class Writer {
 public:
  Writer(const forge_report_interface &table, std::uint32_t index, Provenance provenance);

  std::string id, summary, extension;
  std::vector<Description> options;
  Provenance provenance;

  // "report writer 'json' of plugin 'forge.report-json'", for messages.
  std::string owner() const;

  // The whole report as bytes. Throws Error{plugin} that names the writer.
  std::string write(const Host &host, const std::vector<Table> &tables, const OptionValues &options) const;

 private:
  const forge_report_interface *table_;
  std::uint32_t index_;
};

}  // namespace forge::plugin
