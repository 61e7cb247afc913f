import { stringify } from 'yaml'

const options = { version: '1.1', lineWidth: 120, aliasDuplicateObjects: false } as const

/** YAML that says the same to Ansible and to lbprov, which read YAML 1.1: a text like `yes`, `0644` or `1:30` stands in quotes. */
export const yamlText = (value: unknown): string => stringify(value, options)
