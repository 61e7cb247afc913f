/** An address as it shall be: on which interface, now and at boot. */
export type Desired = { interface: string; live?: boolean; boot?: boolean }
