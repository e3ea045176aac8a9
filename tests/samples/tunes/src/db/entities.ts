import {
  BaseEntity,
  Column,
  CreateDateColumn,
  Entity,
  JoinColumn,
  ManyToOne,
  OneToMany,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  UpdateDateColumn,
} from 'typeorm';

export enum MemberRole {
  Owner = 'owner',
  Player = 'player',
  Listener = 'listener',
}

export abstract class Audited extends BaseEntity {
  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz', name: 'updated_at' })
  updatedAt!: Date;
}

class Address {
  @Column({ type: 'text', nullable: true })
  City: string | null;
}

@Entity({ name: 'band' })
export class Band extends Audited {
  @PrimaryGeneratedColumn('uuid')
  id!: string;

  @Column({ type: 'varchar', length: 120 })
  name!: string;

  @Column({ nullable: true })
  founded?: number;

  @Column('varchar', { length: 255, nullable: true })
  contactMail: string | null;

  @Column('text', { name: 'address_street', nullable: true })
  street: string | null;

  @Column(() => Address)
  address: Address;

  @OneToMany(() => BandMember, (member) => member.band)
  members!: BandMember[];

  get label(): string {
    return this.name;
  }
}

@Entity('band_member')
export class BandMember {
  @PrimaryColumn() id: number;

  @ManyToOne(() => Band, { nullable: false })
  @JoinColumn({ name: 'band_id' })
  band!: Band;

  @Column({ name: 'user_id', type: 'uuid', nullable: true })
  userId?: string;

  @Column({ type: 'enum', enum: MemberRole, default: MemberRole.Player })
  role!: MemberRole;

  @Column({ type: 'text', array: true })
  instruments!: string[];

  @Column('numeric', { precision: 10, scale: 2, nullable: true })
  fee: string | null;

  @Column({ type: 'date', nullable: true })
  joined: string | null;
}
