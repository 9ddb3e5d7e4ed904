// SPDX-License-Identifier: Apache-2.0
//
// The program: runs a command line and turns whatever goes wrong into a message and an exit code (interfaces.md).
#include <csignal>
#include <exception>
#include <new>

#include "app/command_line.hpp"
#include "app/messages.hpp"

int main(int argc, char **argv) {
  std::signal(SIGCHLD, SIG_DFL);  // whoever started forge may ignore it: then nobody learns how a child has ended
  try {
    return forge::app::run_command_line(argc, argv);
  } catch (const forge::Error &error) {
    return forge::app::report_error(error);
  } catch (const forge::Errors &errors) {
    return forge::app::report_errors(errors);
  } catch (const std::bad_alloc &) {
    return forge::app::report_defect("out of memory");
  } catch (const std::exception &defect) {
    return forge::app::report_defect(defect.what());
  } catch (...) {
    return forge::app::report_defect("an exception of an unknown type");
  }
}
