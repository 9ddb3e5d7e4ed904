// SPDX-License-Identifier: Apache-2.0
#include "app/outputs.hpp"

#include <set>
#include <string>
#include <utility>

#include "app/collect.hpp"
#include "app/overwriting.hpp"
#include "report/files.hpp"
#include "support/log.hpp"

namespace forge::app {
namespace {

namespace fs = std::filesystem;

// A request with its file as a path from here.
struct Request {
  project::ReportRequest asked;
  std::optional<fs::path> file;
  bool is_chosen = false;  // on the command line
};

const project::ReportRequest *of_writer(const project::Project &project, const std::string &writer) {
  for (const auto &request : project.reports) {
    if (request.writer == writer) {
      return &request;
    }
  }
  return nullptr;
}

std::vector<Request> chosen_requests(const project::Project &project, const std::vector<ReportChoice> &chosen) {
  std::vector<Request> requests;
  for (const auto &choice : chosen) {
    const auto *known = of_writer(project, choice.writer);
    Request request{known != nullptr ? *known : project::ReportRequest{}, {}, true};
    request.asked.writer = choice.writer;
    if (known == nullptr) {
      request.asked.position = {std::make_shared<const std::string>("--report"), 0, 0};
    }
    if (choice.file && *choice.file != "-") {
      request.file = *choice.file;
    }
    requests.push_back(std::move(request));
  }
  return requests;
}

std::vector<Request> project_requests(const project::Project &project) {
  std::vector<Request> requests;
  for (const auto &asked : project.reports) {
    Request request{asked, {}};
    if (asked.file && *asked.file != "-") {
      // Beside the project, by a path as short as the one that the user gave.
      request.file = fs::path(project.file).parent_path() / *asked.file;
    }
    requests.push_back(std::move(request));
  }
  if (requests.empty()) {
    requests.emplace_back().asked.writer = "text";
  }
  return requests;
}

PlannedReport plan(Session &session, const Request &request, std::set<fs::path> &claimed) {
  const auto &writer = session.registry.writer(request.asked.writer);
  PlannedReport planned{
      &writer,
      plugin::checked_options(writer.options, request.asked.options, session.project.directory, "writer " + writer.id),
      request.file};
  if (planned.file) {
    refuse_overwriting(session.project, request.is_chosen ? "--report" : "this report", *planned.file,
                       request.is_chosen ? ErrorKind::usage : ErrorKind::project);
    report::require_writable(*planned.file);
    if (!claimed.insert(place_of(*planned.file)).second) {
      throw Error{ErrorKind::project, "two reports go to " + planned.file->string()};
    }
  }
  return planned;
}

}  // namespace

std::vector<PlannedReport> plan_reports(Session &session, const std::vector<ReportChoice> &chosen) {
  const auto requests = chosen.empty() ? project_requests(session.project) : chosen_requests(session.project, chosen);
  std::vector<PlannedReport> planned;
  std::set<fs::path> claimed;
  Collector errors;
  for (const auto &request : requests) {
    errors.run(request.asked.position, [&] { planned.push_back(plan(session, request, claimed)); });
  }
  errors.throw_if_any();
  return planned;
}

void write_reports(const Session &session, const std::vector<PlannedReport> &reports,
                   const std::vector<Table> &tables) {
  std::vector<std::string> texts;
  texts.reserve(reports.size());
  for (const auto &planned : reports) {
    texts.push_back(planned.writer->write(session.host, tables, planned.options));
  }
  for (std::size_t i = 0; i < reports.size(); ++i) {
    if (reports[i].file) {
      report::write_file(*reports[i].file, texts[i]);
      log::info("wrote {}", reports[i].file->string());
    }
  }
  for (std::size_t i = 0; i < reports.size(); ++i) {
    if (!reports[i].file) {
      report::write_stdout(texts[i]);
    }
  }
}

}  // namespace forge::app
