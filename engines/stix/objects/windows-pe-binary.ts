import {
  decimal,
  hashes,
  hex,
  integer,
  list,
  open,
  record,
  required,
  text,
  timestamp,
} from '../schema/property.ts';

/** Section 6.7.6.2. */
const optionalHeader = () =>
  record({
    magic_hex: hex(),
    major_linker_version: integer(),
    minor_linker_version: integer(),
    size_of_code: integer(0),
    size_of_initialized_data: integer(0),
    size_of_uninitialized_data: integer(0),
    address_of_entry_point: integer(),
    base_of_code: integer(),
    base_of_data: integer(),
    image_base: integer(),
    section_alignment: integer(),
    file_alignment: integer(),
    major_os_version: integer(),
    minor_os_version: integer(),
    major_image_version: integer(),
    minor_image_version: integer(),
    major_subsystem_version: integer(),
    minor_subsystem_version: integer(),
    win32_version_value_hex: hex(),
    size_of_image: integer(0),
    size_of_headers: integer(0),
    checksum_hex: hex(),
    subsystem_hex: hex(),
    dll_characteristics_hex: hex(),
    size_of_stack_reserve: integer(0),
    size_of_stack_commit: integer(0),
    size_of_heap_reserve: integer(),
    size_of_heap_commit: integer(),
    loader_flags_hex: hex(),
    number_of_rva_and_sizes: integer(),
    hashes: hashes(),
  });

/** Section 6.7.6.3. */
const section = () =>
  record({ name: required(text()), size: integer(0), entropy: decimal(), hashes: hashes() });

/** The extension `windows-pebinary-ext` of files (section 6.7.6). */
export const windowsPeBinary = () =>
  record({
    pe_type: required(open('windows-pebinary-type-ov')),
    imphash: text(),
    machine_hex: hex(),
    number_of_sections: integer(0),
    time_date_stamp: timestamp(),
    pointer_to_symbol_table_hex: hex(),
    number_of_symbols: integer(0),
    size_of_optional_header: integer(0),
    characteristics_hex: hex(),
    file_header_hashes: hashes(),
    optional_header: optionalHeader(),
    sections: list(section()),
  });
