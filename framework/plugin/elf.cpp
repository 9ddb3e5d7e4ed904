// SPDX-License-Identifier: Apache-2.0
#include "plugin/elf.hpp"

#include <elf.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <optional>
#include <string_view>

#include "support/error.hpp"

namespace forge::plugin {
namespace {

// The word size of forge itself: a library of another one cannot be loaded anyway.
constexpr bool wide = sizeof(void *) == 8;
using Header = std::conditional_t<wide, Elf64_Ehdr, Elf32_Ehdr>;
using Section = std::conditional_t<wide, Elf64_Shdr, Elf32_Shdr>;
using Segment = std::conditional_t<wide, Elf64_Phdr, Elf32_Phdr>;
using Symbol = std::conditional_t<wide, Elf64_Sym, Elf32_Sym>;
using Dynamic = std::conditional_t<wide, Elf64_Dyn, Elf32_Dyn>;
using VersionNeed = std::conditional_t<wide, Elf64_Verneed, Elf32_Verneed>;
using VersionEntry = std::conditional_t<wide, Elf64_Vernaux, Elf32_Vernaux>;

constexpr std::uint64_t most_bytes_of_a_section = std::uint64_t{1} << 28;
constexpr std::size_t most_versions = 10000;

[[noreturn]] void fail(const std::string &words) {
  throw Error{ErrorKind::plugin, words};
}

class File {
 public:
  explicit File(const std::filesystem::path &path) : stream_(path, std::ios::binary) {
    if (!stream_) {
      fail("cannot be read");
    }
    stream_.seekg(0, std::ios::end);
    size_ = static_cast<std::uint64_t>(std::max<std::streamoff>(0, stream_.tellg()));
  }

  std::string bytes(std::uint64_t offset, std::uint64_t size) {
    if (offset > size_ || size > size_ - offset || size > most_bytes_of_a_section) {
      fail("is cut short or damaged");
    }
    std::string result(static_cast<std::size_t>(size), '\0');
    stream_.seekg(static_cast<std::streamoff>(offset));
    stream_.read(result.data(), static_cast<std::streamsize>(size));
    if (!stream_) {
      fail("cannot be read");
    }
    return result;
  }

  std::uint64_t size() const { return size_; }

 private:
  std::ifstream stream_;
  std::uint64_t size_ = 0;
};

// A T at `offset` of `bytes`; nothing where it would reach beyond.
template <class T> std::optional<T> read_at(std::string_view bytes, std::size_t offset) {
  if (offset > bytes.size() || sizeof(T) > bytes.size() - offset) {
    return std::nullopt;
  }
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof(T));
  return value;
}

template <class T> std::vector<T> array_of(std::string_view bytes) {
  std::vector<T> result(bytes.size() / sizeof(T));
  std::memcpy(result.data(), bytes.data(), result.size() * sizeof(T));
  return result;
}

std::string name_at(const std::string &names, std::uint64_t offset) {
  if (offset >= names.size()) {
    fail("is cut short or damaged");
  }
  const auto begin = names.begin() + static_cast<std::ptrdiff_t>(offset);
  return {begin, std::find(begin, names.end(), '\0')};
}

Header read_header(File &file) {
  if (file.size() < EI_NIDENT || file.bytes(0, SELFMAG) != std::string_view(ELFMAG, SELFMAG)) {
    fail("is no ELF file");
  }
  if (file.size() < sizeof(Header)) {
    fail("is cut short or damaged");
  }
  return *read_at<Header>(file.bytes(0, sizeof(Header)), 0);
}

// Class, byte order and machine have to be those of the program that is running.
bool is_of_this_machine(const Header &header) {
  File self("/proc/self/exe");
  const Header own = read_header(self);
  return header.e_ident[EI_CLASS] == own.e_ident[EI_CLASS] && header.e_ident[EI_DATA] == own.e_ident[EI_DATA] &&
         header.e_machine == own.e_machine;
}

void read_symbols(const std::string &symbols, const std::string &names, ElfFile &result) {
  for (const Symbol &symbol : array_of<Symbol>(symbols)) {
    const int binding = symbol.st_info >> 4;
    const int visibility = symbol.st_other & 3;
    if (binding == STB_LOCAL) {
      continue;
    }
    const std::string name = name_at(names, symbol.st_name);
    if (symbol.st_shndx == SHN_UNDEF) {
      result.undefined.push_back(name);
    } else if (symbol.st_shndx != SHN_ABS &&  // the names of version nodes
               (visibility == STV_DEFAULT || visibility == STV_PROTECTED)) {
      result.exported.push_back(name);
    }
  }
}

void read_dynamic(const std::string &entries, const std::string &names, ElfFile &result) {
  for (const Dynamic &entry : array_of<Dynamic>(entries)) {
    if (entry.d_tag == DT_NULL) {
      break;
    }
    if (entry.d_tag == DT_NEEDED) {
      result.needed.push_back(name_at(names, entry.d_un.d_val));
    }
    result.text_relocations |=
        entry.d_tag == DT_TEXTREL || (entry.d_tag == DT_FLAGS && (entry.d_un.d_val & DF_TEXTREL) != 0);
  }
}

void read_version_needs(const std::string &bytes, const std::string &names, ElfFile &result) {
  for (std::size_t at = 0;;) {
    const auto need = read_at<VersionNeed>(bytes, at);
    if (!need) {
      return;
    }
    std::size_t entry_at = at + need->vn_aux;
    for (unsigned i = 0; i < need->vn_cnt; ++i) {
      const auto entry = read_at<VersionEntry>(bytes, entry_at);
      if (!entry) {
        return;
      }
      result.needed_versions.push_back(name_at(names, need->vn_file) + ": " + name_at(names, entry->vna_name));
      if (entry->vna_next == 0) {
        break;
      }
      entry_at += entry->vna_next;
    }
    if (need->vn_next == 0 || result.needed_versions.size() > most_versions) {
      return;
    }
    at += need->vn_next;
  }
}

}  // namespace

ElfFile read_elf(const std::filesystem::path &path) {
  File file(path);
  const Header header = read_header(file);
  if (!is_of_this_machine(header)) {
    fail("is made for another machine");
  }
  ElfFile result;
  result.is_shared_library = header.e_type == ET_DYN;
  if (!result.is_shared_library) {
    fail("is an ELF file, but no shared library");
  }
  if (header.e_shentsize != sizeof(Section)) {
    fail("is cut short or damaged");
  }
  const auto sections = array_of<Section>(file.bytes(header.e_shoff, std::uint64_t{header.e_shnum} * sizeof(Section)));
  bool has_dynamic_part = false;
  for (const Section &section : sections) {
    const bool known =
        section.sh_type == SHT_DYNSYM || section.sh_type == SHT_DYNAMIC || section.sh_type == SHT_GNU_verneed;
    if (!known) {
      continue;
    }
    if (section.sh_link >= sections.size()) {
      fail("is cut short or damaged");
    }
    const Section &link = sections[section.sh_link];
    const std::string names = file.bytes(link.sh_offset, link.sh_size);
    const std::string bytes = file.bytes(section.sh_offset, section.sh_size);
    if (section.sh_type == SHT_DYNSYM) {
      read_symbols(bytes, names, result);
    } else if (section.sh_type == SHT_DYNAMIC) {
      read_dynamic(bytes, names, result);
      has_dynamic_part = true;
    } else {
      read_version_needs(bytes, names, result);
    }
  }
  if (!has_dynamic_part) {
    fail("is an ELF file, but no shared library");
  }
  std::sort(result.exported.begin(), result.exported.end());
  std::sort(result.undefined.begin(), result.undefined.end());
  std::sort(result.needed_versions.begin(), result.needed_versions.end());
  return result;
}

bool holds_text(const std::filesystem::path &path, const std::string &text) {
  try {
    File file(path);
    const Header header = read_header(file);
    if (header.e_phentsize != sizeof(Segment)) {
      return false;
    }
    const auto segments = file.bytes(header.e_phoff, std::uint64_t{header.e_phnum} * sizeof(Segment));
    for (const Segment &segment : array_of<Segment>(segments)) {
      if (segment.p_type != PT_LOAD) {
        continue;
      }
      const std::string bytes = file.bytes(segment.p_offset, segment.p_filesz);
      if (memmem(bytes.data(), bytes.size(), text.c_str(), text.size() + 1) != nullptr) {
        return true;
      }
    }
  } catch (const Error &) {
  }
  return false;
}

}  // namespace forge::plugin
